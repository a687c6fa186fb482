// A message as it comes back from an engine, or from a person who invokes a step by hand.
import * as z from 'zod/mini';
import { LandbridgeError } from '../errors.ts';
import { type Message, stepNames } from './queue.ts';

const ParsedMessage = z.object({
  run: z.string(),
  flow: z.string(),
  step: z.enum(stepNames),
  source: z.exactOptional(z.string()),
});

/** @throws CFG_EVENT, naming the members that are missing or wrong */
export function parseMessage(value: unknown): Message {
  const parsed = ParsedMessage.safeParse(value);
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map(({ path }) => path.join('.') || 'the event').join(', ');
  throw new LandbridgeError('CFG_EVENT', { members });
}
