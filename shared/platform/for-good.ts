// Tells trouble that passes from trouble that somebody has to mend first.
import type { LandbridgeError } from '../errors.ts';

/** Configuration, bindings, events: the same message fails in the same way however often it is delivered. */
export function isForGood({ code, retryable }: LandbridgeError): boolean {
  return code.startsWith('CFG_') && !retryable;
}
