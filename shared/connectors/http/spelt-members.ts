// The texts of a binding by names without case, blanks and marks: `Client ID`, `client_id` and `clientid` are one
// name to whoever pastes them.
import * as z from 'zod/mini';

const Members = z.catch(z.record(z.string(), z.unknown()), {});

export type SpeltMembers = ReadonlyMap<string, string>;

/** Blanks around a text come from pasting; what is no text, or empty, is left out. */
export function speltMembers(record: unknown): SpeltMembers {
  const texts = Object.entries(Members.parse(record)).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && value.trim() !== ''
      ? [[name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''), value.trim()]]
      : [],
  );
  return new Map(texts);
}

/** The first of these names that is there; empty when none is. */
export function pickMember(members: SpeltMembers, names: readonly string[]): string {
  return names.map((name) => members.get(name)).find((text) => text !== undefined) ?? '';
}

/** A binding as the cockpit shows it wraps the members into `credentials`. */
export function unwrapCredentials(given: unknown): Readonly<Record<string, unknown>> {
  const record = Members.parse(given);
  return typeof record.credentials === 'object' && record.credentials !== null
    ? Members.parse(record.credentials)
    : record;
}
