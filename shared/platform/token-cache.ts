// Keeps the access token of a connection in the store, sealed under the connection's own secret, so that the
// next function or process need not ask for one.
import * as z from 'zod/mini';
import type { TokenCache } from '../connectors/http/token.ts';
import { tokenKey } from '../store/keys.ts';
import { seal, unseal } from '../store/seal.ts';
import type { Store } from '../store/store.ts';
import { randomBytes } from './random.ts';

const nonceBytes = 12;

const SealedToken = z.object({
  accessToken: z.string(),
  expiresAt: z.number(),
  scope: z.optional(z.string()),
});

interface TokenCacheOptions {
  system: string;
  /** Tells the tokens of one system apart: tenant or host, and client. */
  connection: string;
  secret: string;
  /** The clock that the token's end is measured by. */
  now: () => number;
}

export function createTokenCache(
  store: Store,
  { system, connection, secret, now }: TokenCacheOptions,
): TokenCache {
  const key = tokenKey(system, connection);
  const context = `${system} ${connection}`;
  return {
    async load() {
      const entry = await store.get(key);
      const text = entry && unseal(secret, context, entry.value);
      return text === undefined ? undefined : SealedToken.parse(JSON.parse(text));
    },
    async save(token) {
      const ttlMs = token.expiresAt - now();
      if (ttlMs <= 0) return;
      await store.put(key, seal(secret, context, JSON.stringify(token), randomBytes(nonceBytes)), { ttlMs });
    },
  };
}
