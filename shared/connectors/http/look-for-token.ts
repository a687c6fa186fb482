// Asks a token service for a token and keeps what came of it as evidence: nothing is thrown.
import { LandbridgeError } from '../../errors.ts';
import { attempt, clockAhead } from './attempt.ts';
import type { HttpClient, HttpRequest } from './http.ts';
import type { IssuedToken } from './token.ts';
import { lifeOf, readTokenAnswer } from './token-answer.ts';

/** Of one of the two, `issued` and `problem`. */
interface TokenSeen {
  issued?: IssuedToken;
  problem?: LandbridgeError;
  /** Absent where the service does not say. */
  lifeMs?: number;
  /** How far the clock of the service is ahead of ours. */
  aheadMs?: number;
}

export async function lookForToken(
  client: HttpClient,
  request: Omit<HttpRequest, 'repeat'>,
  { system, now }: { system: string; now: () => number },
): Promise<TokenSeen> {
  const { answer, problem } = await attempt(client, request);
  if (problem !== undefined) return { problem };
  const aheadMs = clockAhead(answer, now());
  const lifeMs = lifeOf(answer.data);
  const told = { ...(aheadMs !== undefined && { aheadMs }), ...(lifeMs !== undefined && { lifeMs }) };
  try {
    return { ...told, issued: readTokenAnswer(answer.data, answer.sentAt, { system, path: request.path }) };
  } catch (thrown) {
    if (thrown instanceof LandbridgeError) return { ...told, problem: thrown };
    throw thrown;
  }
}
