// Who may call an API of the simulated tenant: a token that holds, and every scope the API wants. How a refusal
// is worded follows the dialect of the API (cloud-alm-api 2.17).
import type { Context } from 'hono';
import { readBearer, type TokenIssuer } from '../tokens.ts';

/** R: plain REST; O: OData. */
export type Dialect = 'R' | 'O';

/** The refusal, or undefined where the call may go on. */
export function refuseCaller(
  c: Context,
  issuer: TokenIssuer,
  needs: readonly string[],
  dialect: Dialect = 'R',
): Response | undefined {
  const claims = readBearer(issuer, c.req.header('Authorization'));
  // assumption Q-A3: the gateway answers 401 with an empty body.
  if (claims === undefined) return c.body(null, 401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
  if (needs.every((scope) => holdsScope(claims.scope, scope))) return undefined;
  // A missing scope is 403, not 401 (cloud-alm-api 1.8); the words are an assumption.
  const message = 'Insufficient scope for this resource';
  return c.json(dialect === 'R' ? { message } : { error: { code: '403', message } }, 403);
}

/** Scopes stand in tokens behind the name of the master application (cloud-alm-api 1.5). */
export function holdsScope(scopes: unknown, scope: string): boolean {
  return Array.isArray(scopes) && scopes.some((held) => String(held).endsWith(`.${scope}`));
}

/** A whole number; `otherwise` where it is absent, undefined where it is none. */
export function readCount(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
