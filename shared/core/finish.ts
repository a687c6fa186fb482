// A computation in slices, done in one go, where nobody waits for a turn in between.

export function finish<Value>(slices: Iterator<void, Value>): Value {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}
