// What nothing can be made of, whichever flow it belongs to.
import type { Item } from '../core/model.ts';

/** A field of LeanIX may misbehave above it (leanix-api 2.6). */
const longestName = 32_766;

/** A reason code, or undefined. */
export function unusable(item: Item): string | undefined {
  if (item.nativeId === '') return 'NO_ID';
  if (item.name.length > longestName) return 'NAME_TOO_LONG';
  return item.name.trim() === '' ? 'NO_NAME' : undefined;
}
