// Where JSON from outside becomes a type. A mismatch names the place only, never the value that stood there.
import * as z from 'zod/mini';
import { type Facts, LandbridgeError } from '../../errors.ts';

/** @throws NET_SHAPE with the facts given and the place of the first mismatch. */
export function parseShape<Shape>(schema: z.ZodMiniType<Shape>, data: unknown, facts: Facts): Shape {
  const parsed = z.safeParse(schema, data);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new LandbridgeError('NET_SHAPE', { ...facts, at: at === '' ? 'top level' : at });
}
