// One read whose answer, or refusal, is looked at as evidence: nothing is thrown.
import { LandbridgeError } from '../../errors.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http.ts';

export type Attempt = { answer: HttpAnswer; problem?: never } | { answer?: never; problem: LandbridgeError };

export async function attempt(client: HttpClient, request: Omit<HttpRequest, 'repeat'>): Promise<Attempt> {
  try {
    return { answer: await client.send({ ...request, repeat: 'safe' }) };
  } catch (thrown) {
    if (thrown instanceof LandbridgeError) return { problem: thrown };
    throw thrown;
  }
}

/** How far the clock of the server is ahead of ours, in milliseconds; undefined where it does not tell. */
export function clockAhead({ headers, sentAt }: HttpAnswer, receivedAt: number): number | undefined {
  const told = Date.parse(headers.date ?? '');
  if (Number.isNaN(told)) return undefined;
  // It was told somewhere between, and cut to the second.
  if (told + 1000 >= sentAt && told <= receivedAt) return 0;
  return told < sentAt ? told - sentAt : told - receivedAt;
}
