// Counts what goes over the wire, per system. Every attempt counts, token calls and retries too; bytes are
// those of the answers' bodies as they were received, still compressed. It judges nothing.

interface Traffic {
  requests: number;
  bytes: number;
}

export interface Meter {
  countRequest(system: string): void;
  countBytes(system: string, bytes: number): void;
  snapshot(): Record<string, Traffic>;
  /** What was counted since the last drain. */
  drain(): Record<string, Traffic>;
}

export function createMeter(): Meter {
  const traffic = new Map<string, Traffic>();
  const of = (system: string): Traffic => {
    const known = traffic.get(system) ?? { requests: 0, bytes: 0 };
    traffic.set(system, known);
    return known;
  };
  const snapshot = () =>
    Object.fromEntries([...traffic].map(([system, counted]) => [system, { ...counted }]));
  return {
    countRequest(system) {
      of(system).requests += 1;
    },
    countBytes(system, bytes) {
      of(system).bytes += bytes;
    },
    snapshot,
    drain() {
      const counted = snapshot();
      traffic.clear();
      return counted;
    },
  };
}
