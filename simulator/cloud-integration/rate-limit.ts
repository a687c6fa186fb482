// Requests a user may send in any second, by kind of call (systems-and-peers 5.4). Refused ones do not count.
const perSecond = { design: 10, runtime: 50 } as const;

export type CallKind = keyof typeof perSecond;

/** @returns whether one more may pass now */
export function createRateLimit(): (kind: CallKind, nowMs: number) => boolean {
  const taken: Record<CallKind, number[]> = { design: [], runtime: [] };
  return (kind, nowMs) => {
    const recent = taken[kind].filter((at) => at > nowMs - 1000);
    taken[kind] = recent;
    if (recent.length >= perSecond[kind]) return false;
    recent.push(nowMs);
    return true;
  };
}
