// Asks an OAuth token service and reads what it answered. Only the token itself must be there: how long it lives is
// read from a number or its digits, and a short life is assumed where the service does not say.
import * as z from 'zod/mini';
import type { Facts } from '../../errors.ts';
import type { HttpClient, HttpRequest } from './http.ts';
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

/** @throws what the client throws, NET_SHAPE when there is no token */
export async function askForToken(
  client: HttpClient,
  request: Omit<HttpRequest, 'repeat'>,
  system: string,
): Promise<IssuedToken> {
  const { data, sentAt } = await client.send({ ...request, repeat: 'safe' });
  return readTokenAnswer(data, sentAt, { system, path: request.path });
}

/**
 * @param askedAt when the token was asked for: its life may have begun then
 * @throws NET_SHAPE when there is no token
 */
export function readTokenAnswer(answer: unknown, askedAt: number, facts: Facts): IssuedToken {
  const { access_token, expires_in, scope } = parseShape(TokenAnswer, answer, facts);
  return { accessToken: access_token, expiresAt: endOfUse(askedAt, expires_in * 1000), scope };
}

/** How long it lives from now on, in milliseconds; undefined where the service does not say. */
export function lifeOf(answer: unknown): number | undefined {
  const parsed = z.safeParse(z.object({ expires_in: seconds }), answer);
  return parsed.success ? parsed.data.expires_in * 1000 : undefined;
}
