// An event that a person pasted or a timer sends, held against what a function takes.
import * as z from 'zod/mini';
import { LandbridgeError } from '../../errors.ts';

/** @throws CFG_EVENT, naming the members that are missing, wrong or not known */
export function parseEvent<Event>(schema: z.ZodMiniType<Event>, event: unknown): Event {
  const parsed = z.safeParse(schema, event);
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'the event'],
  );
  throw new LandbridgeError('CFG_EVENT', { members: members.join(', ') });
}
