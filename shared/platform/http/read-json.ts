// The body of a request as the caller was asked for it: JSON of the shape given, or a mistake that names members
// and never quotes what was sent.
import type * as z from 'zod/mini';
import { LandbridgeError } from '../../errors.ts';

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** @throws HOOK_BODY */
export async function readJson<Shape>(request: Request, schema: z.ZodMiniType<Shape>): Promise<Shape> {
  const type = request.headers.get('content-type') ?? '';
  if (!jsonType.test(type)) throw new LandbridgeError('HOOK_BODY', { reason: 'content-type is not JSON' });
  const parsed = schema.safeParse(await parsedBody(request));
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map(({ path }) => path.join('.') || 'the body');
  throw new LandbridgeError('HOOK_BODY', { members: [...new Set(paths)].join(', ') });
}

async function parsedBody(request: Request): Promise<unknown> {
  const text = await request.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new LandbridgeError('HOOK_BODY', { reason: 'no JSON' });
  }
}
