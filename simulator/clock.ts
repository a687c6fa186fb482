// The only place of the simulator that reads the time: real time plus the days that were made to pass.

export interface SimulatorClock {
  /** Real milliseconds since 1970; the ledger and tokens live in it. */
  real(): number;
  /** Simulated milliseconds since 1970: cursors and fact sheets live in it. */
  now(): number;
  /** Simulated microseconds since 1970, each one larger than the one before. */
  stamp(): number;
  advanceDays(days: number): void;
}

const dayMs = 86_400_000;

export function createClock(): SimulatorClock {
  let shiftMs = 0;
  let lastStamp = 0;
  const now = (): number => Date.now() + shiftMs;
  return {
    real: () => Date.now(),
    now,
    stamp() {
      lastStamp = Math.max(lastStamp + 1, now() * 1000);
      return lastStamp;
    },
    advanceDays(days) {
      shiftMs += days * dayMs;
    },
  };
}

/** ISO 8601 in UTC with up to nine digits of a second, trailing zeros dropped (leanix-api 2.3). */
export function formatStamp(stamp: number): string {
  const ms = Math.floor(stamp / 1000);
  const micros = stamp % 1_000_000;
  // The last three digits only make the text as long as the real one; equal stamps give equal digits.
  const fraction = `${String(micros).padStart(6, '0')}${String((micros * 7919) % 1000).padStart(3, '0')}`;
  const digits = fraction.replace(/0+$/, '');
  return `${new Date(ms).toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
}
