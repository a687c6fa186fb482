// Holds the access token of one connection: asks for it once however many want it, renews it early, shares it
// with other processes through a cache it is given. It never looks into a token and never sends one.

export interface IssuedToken {
  accessToken: string;
  /** Milliseconds since 1970; from then on it is not used any more. The margin for an early renewal is off. */
  expiresAt: number;
  scope?: string | undefined;
}

/** Where a token outlives the process. What it loads is tried first; what was issued is saved. */
export interface TokenCache {
  load(): Promise<IssuedToken | undefined>;
  save(token: IssuedToken): Promise<void>;
}

export interface TokenSource {
  /** The access token to send now. */
  get(): Promise<string>;
  /** To be called with a token that was refused; asks for a new one unless somebody already did. */
  renew(stale: string): Promise<string>;
}

export interface CachedTokenSource extends TokenSource {
  /** The token in use is from the cache: it keeps the rights its client had when it was issued. */
  isFromCache(): boolean;
}

interface TokenSourceOptions {
  request: () => Promise<IssuedToken>;
  cache?: TokenCache | undefined;
  now: () => number;
}

const maxMarginMs = 5 * 60_000;

/** When a token issued now is to be renewed: a tenth of its life early, at most five minutes. */
export function endOfUse(now: number, lifeMs: number): number {
  return now + lifeMs - Math.min(maxMarginMs, lifeMs / 10);
}

/** Whether a renewed token may cure a status, where tokens carry rights: those of an old one may have been too few. */
export function staleWithRights(tokens: CachedTokenSource): (status: number) => boolean {
  return (status) => status === 401 || (status === 403 && tokens.isFromCache());
}

export function createTokenSource({ request, cache, now }: TokenSourceOptions): CachedTokenSource {
  let current: IssuedToken | undefined;
  let fromCache = false;
  let pending: Promise<IssuedToken> | undefined;

  const isUsable = (token: IssuedToken | undefined, stale?: string): token is IssuedToken =>
    token !== undefined && token.accessToken !== stale && now() < token.expiresAt;

  async function obtain(stale?: string): Promise<IssuedToken> {
    const loaded = await cache?.load();
    if (isUsable(loaded, stale)) {
      current = loaded;
      fromCache = true;
      return loaded;
    }
    const issued = await request();
    current = issued;
    fromCache = false;
    await cache?.save(issued);
    return issued;
  }

  async function obtainOnce(stale?: string): Promise<string> {
    pending ??= obtain(stale).finally(() => {
      pending = undefined;
    });
    return (await pending).accessToken;
  }

  return {
    get: async () => (isUsable(current) ? current.accessToken : await obtainOnce()),
    async renew(stale) {
      if (pending !== undefined) await pending;
      return isUsable(current, stale) ? current.accessToken : await obtainOnce(stale);
    },
    isFromCache: () => fromCache,
  };
}
