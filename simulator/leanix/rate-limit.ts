// Not more than 1,800 requests in any 60 seconds per user (leanix-api 4). Refused ones do not count.

const maxRequests = 1800;
const windowMs = 60_000;

export interface RateLimit {
  /** Counts a request, or gives the seconds to wait before the next one can pass. */
  take(user: string, nowMs: number): number | undefined;
}

export function createRateLimit(): RateLimit {
  const takenBy = new Map<string, number[]>();
  return {
    take(user, nowMs) {
      const recent = (takenBy.get(user) ?? []).filter((at) => at > nowMs - windowMs);
      takenBy.set(user, recent);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= maxRequests) {
        return Math.max(1, Math.ceil((oldest + windowMs - nowMs) / 1000));
      }
      recent.push(nowMs);
      return undefined;
    },
  };
}
