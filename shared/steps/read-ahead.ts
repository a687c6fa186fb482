// Asks for the next page while the last one is worked on, so that waiting and working go side by side. Never more
// than one page ahead, and none where the reader is about to stop.

/** @param goesOn whether another page will be wanted, as far as it is known when one has come */
export async function* readAhead<Page>(
  pages: AsyncGenerator<Page>,
  goesOn: () => boolean = () => true,
): AsyncGenerator<Page, void, undefined> {
  let ahead: Promise<IteratorResult<Page>> | undefined;
  try {
    for (;;) {
      const { value, done } = await (ahead ?? pages.next());
      if (done === true) return;
      ahead = goesOn() ? pages.next() : undefined;
      // What goes wrong is thrown when it is that page's turn.
      ahead?.catch(() => undefined);
      yield value;
    }
  } finally {
    await pages.return(undefined);
  }
}
