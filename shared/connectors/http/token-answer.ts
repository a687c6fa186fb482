// Reads what an OAuth token service answered. Only the token itself must be there: how long it lives is read
// from a number or its digits, and a short life is assumed where the service does not say.
import * as z from 'zod/mini';
import type { Facts } from '../../errors.ts';
import { parseShape } from './parse-shape.ts';
import { endOfUse, type IssuedToken } from './token.ts';

const unstatedLifeSeconds = 600;

const seconds = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^\s*\d+(\.\d+)?\s*$/))]),
  z.transform(Number),
);

const TokenAnswer = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.catch(z.pipe(seconds, z.number().check(z.positive())), unstatedLifeSeconds),
  scope: z.catch(z.optional(z.string()), undefined),
});

/**
 * @param askedAt when the token was asked for: its life may have begun then
 * @throws NET_SHAPE when there is no token
 */
export function readTokenAnswer(answer: unknown, askedAt: number, facts: Facts): IssuedToken {
  const { access_token, expires_in, scope } = parseShape(TokenAnswer, answer, facts);
  return { accessToken: access_token, expiresAt: endOfUse(askedAt, expires_in * 1000), scope };
}
