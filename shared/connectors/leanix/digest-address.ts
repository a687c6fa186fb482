// Stands for an e-mail address where nobody need be named. Spelt as in core/map/subscriptions.ts, which compares them.
import { createHash } from 'node:crypto';

export function digestAddress(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 32);
}
