// Turns one record of landscapeObjects into a source object. Every string it holds is kept as an attribute,
// known or not, and nothing is judged. Left out are nested members, characters that no text needs, texts of a
// length that no text has, and attributes that hold an e-mail address: nobody asked for personal data, so they must
// not get into the store.
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
    // Cut so that it is still seen to be too long.
    name: readable(record.name).slice(0, longestText + 1),
    attributes: Object.fromEntries(attributes),
  };
}

/** A field of LeanIX may misbehave above it (leanix-api 2.6). */
const longestText = 32_766;

/**
 * Control characters, marks that turn the direction of writing and blanks without width: they steer terminals,
 * make two names look the same, and databases refuse some of them. Joiners stay, emoji and scripts need them.
 */
const unreadable = /[\p{Cc}--[\t\n\r]]|[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gv;

function readable(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.toWellFormed().replace(unreadable, '') : '';
}

function textOf(value: unknown): string {
  const text = readable(value);
  return text.length > longestText ? '' : text;
}
