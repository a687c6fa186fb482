// Which of the bound services is an XSUAA of this application, and what of its credentials the check of a token
// needs: no secret is among it.
import * as z from 'zod/mini';
import { LandbridgeError } from '../errors.ts';
import type { BoundService } from './bound-services.ts';

const XsuaaBinding = z.object({
  clientid: z.string().check(z.minLength(1)),
  xsappname: z.string().check(z.minLength(1)),
  uaadomain: z.string().check(z.minLength(1)),
});

export type XsuaaBinding = z.infer<typeof XsuaaBinding>;

/** Other services have these members too, but under labels of their own. */
export function isXsuaa({ label, tags, credentials }: BoundService): boolean {
  if (label === 'xsuaa' || tags?.includes('xsuaa')) return true;
  const isPasted = label === undefined || label === 'user-provided';
  return isPasted && typeof credentials?.xsappname === 'string' && 'uaadomain' in credentials;
}

/** @throws CFG_BINDING_INCOMPLETE */
export function parseXsuaaBinding({ name, credentials }: BoundService): XsuaaBinding {
  const parsed = XsuaaBinding.safeParse(credentials);
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: members });
}
