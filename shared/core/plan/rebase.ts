// A change whose fact sheet was saved by somebody else in the meantime, fitted to what is there now: fields that
// still hold what the plan saw are written as planned, fields that a person changed are left. Never more than the
// plan said.
import { findDocument, isDocument } from '../map/documents.ts';
import { phaseIn } from '../map/phases.ts';
import { isRelation } from '../map/relations.ts';
import { findSubscription, isSubscription } from '../map/subscriptions.ts';
import { mappedTagsKey } from '../map/tags.ts';
import type { FactSheet } from '../model.ts';
import { seenText } from './archive.ts';
import { isHeld, textOf } from './holds.ts';
import type { Change, FieldChange } from './plan.ts';

export type ChangeOfExisting = Exclude<Change, { op: 'create' | 'prepare' }>;

export type Rebased =
  /** To be sent again; `left` are the keys that somebody else changed. */
  | { state: 'again'; change: ChangeOfExisting; left: readonly string[] }
  /** Nothing is left to write: it is there already, but for the fields left. */
  | { state: 'there'; left: readonly string[] }
  /** Archived, gone, or changed in every field. */
  | { state: 'conflict' };

/** @param row the fact sheet as it is now; undefined when it cannot be seen any more */
export function rebase(change: ChangeOfExisting, row: FactSheet | undefined): Rebased {
  if (row === undefined) return { state: 'conflict' };
  const isAboutStatus = change.op === 'archive' || change.op === 'recover';
  if (row.status === 'ARCHIVED' && !isAboutStatus) return { state: 'conflict' };
  // What a person has worked on since is not put away.
  if (change.op === 'archive' && !looksAs(row, change.seen)) return { state: 'conflict' };
  const open = change.fields.filter((field) => !isHeld(row, field));
  const left = open.filter((field) => isMoved(row, field)).map(({ key }) => key);
  const fields = open.filter(({ key }) => !left.includes(key)).map((field) => withoutPresent(row, field));
  if (left.length === change.fields.length) return { state: 'conflict' };
  if (fields.length === 0) return { state: 'there', left };
  return { state: 'again', change: { ...change, rev: row.rev, fields }, left };
}

function looksAs(row: FactSheet, seen: Readonly<Record<string, string>>): boolean {
  return Object.entries(seen).every(([key, value]) => seenText(row, key) === value);
}

/**
 * A tag is there or not; nobody can have made another one of it. The patch of a phase carries the whole lifecycle
 * as it was, so on a fact sheet that moved it is never sent.
 */
function isMoved(row: FactSheet, { key, before, patches }: FieldChange): boolean {
  if (phaseIn(key) !== undefined) return true;
  if (isRelation(key)) {
    const there = new Set(row.relations?.[key]?.map(({ id }) => id));
    return patches.some(({ op, path }) => op !== 'add' && !there.has(relationIdOf(path)));
  }
  if (isDocument(key)) return before !== '' && findDocument(row.documents ?? [], before) === undefined;
  if (isSubscription(key))
    return before !== '' && findSubscription(row.subscriptions ?? [], before) === undefined;
  return key !== 'tags' && key !== mappedTagsKey && textOf(row, key) !== before;
}

/** Somebody has made one of the relations meanwhile: a second one would be refused. */
function withoutPresent(row: FactSheet, field: FieldChange): FieldChange {
  const related = isRelation(field.key) ? (row.relations?.[field.key] ?? []) : [];
  if (related.length === 0) return field;
  const there = new Set(related.map(({ factSheetId }) => factSheetId));
  const patches = field.patches.filter(({ op, value }) => op !== 'add' || !there.has(targetIn(value)));
  return { ...field, patches };
}

function targetIn(value = '{}'): string {
  return JSON.parse(value).factSheetId ?? '';
}

function relationIdOf(path: string): string {
  return path.split('/')[2] ?? '';
}
