// Turns one record of landscapeObjects into a source object. Every string it holds is kept as an attribute,
// known or not, and nothing is judged. Left out are nested members, and attributes that hold an e-mail address:
// nobody asked for personal data, so they must not get into the store.
import type { SourceObject } from '../../core/model.ts';
import { hasEmailAddress } from '../http/email-address.ts';
import type { LandscapeRecord } from './schema.ts';

const ownMembers: ReadonlySet<string> = new Set(['lmsId', 'name', 'objectType']);

export function toSourceObject(record: LandscapeRecord): SourceObject {
  const attributes = Object.entries(record)
    .filter(([member]) => !ownMembers.has(member))
    .map(([member, value]) => [member, textOf(value)] as const)
    .filter(([, value]) => value !== '' && !hasEmailAddress(value));
  return {
    kind: textOf(record.objectType),
    nativeId: textOf(record.lmsId),
    name: textOf(record.name),
    attributes: Object.fromEntries(attributes),
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}
