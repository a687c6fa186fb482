// Turns one record of landscapeObjects into a source object. Every string it holds is kept as an attribute,
// known or not, and nothing is judged. Left out are nested members, characters that no text needs, texts of a
// length that no text has, and attributes that hold an e-mail address: nobody asked for personal data, so they must
// not get into the store.
import type { SourceObject } from '../../core/model.ts';
import { hasEmailAddress } from '../http/email-address.ts';
import { readableName, readableText } from '../http/readable-text.ts';
import type { LandscapeRecord } from './schema.ts';

const ownMembers: ReadonlySet<string> = new Set(['lmsId', 'name', 'objectType']);

export function toSourceObject(record: LandscapeRecord): SourceObject {
  const attributes = Object.entries(record)
    .filter(([member]) => !ownMembers.has(member))
    .map(([member, value]) => [member, readableText(value)] as const)
    .filter(([, value]) => value !== '' && !hasEmailAddress(value));
  return {
    kind: readableText(record.objectType),
    nativeId: readableText(record.lmsId),
    name: readableName(record.name),
    attributes: Object.fromEntries(attributes),
  };
}
