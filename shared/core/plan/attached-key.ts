// Which keys of plans and links are about what hangs on a fact sheet, and not about its fields.
import { isDocument } from '../map/documents.ts';
import { isRelation } from '../map/relations.ts';
import { isSubscription } from '../map/subscriptions.ts';

export function isAttached(key: string): boolean {
  return isRelation(key) || isDocument(key) || isSubscription(key);
}
