// Notes of a plan that many items may give rise to: each text once, with how often it held.
const mostNotes = 30;

export interface Notes {
  add(text: string): void;
  list(): string[];
}

/** In an order of their own, so that the order of the items does not count. */
export function createNotes(): Notes {
  const counts = new Map<string, number>();
  return {
    add(text) {
      counts.set(text, (counts.get(text) ?? 0) + 1);
    },
    list() {
      const texts = [...counts.keys()].sort();
      const shown = texts.slice(0, mostNotes).map((text) => `${text} (${objects(counts.get(text) ?? 0)})`);
      const more = texts.length - shown.length;
      return more === 0 ? shown : [...shown, `And ${more} notes of this kind more.`];
    },
  };
}

function objects(count: number): string {
  return count === 1 ? '1 object' : `${count} objects`;
}
