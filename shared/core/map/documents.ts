// Links that the rules want on a fact sheet. One of ours follows the source while it is as we left it; one that a
// person changed or took away is left, and an address that is linked already is not linked twice.
import type { LinkedDocument, Patch } from '../model.ts';
import type { AttachedStep, FieldChange } from '../plan/plan.ts';
import type { MappedDocument } from '../rules.ts';

/** How the change of one link is spelt like a field: `documents/calm`. */
export const documentKey = (slot: string): string => `documents/${slot}`;
const prefix = documentKey('');

export function isDocument(key: string): boolean {
  return key.startsWith(prefix);
}

type Link = Pick<LinkedDocument, 'url' | 'name'>;

/** Address, a blank, and name: no address of ours holds a blank. */
export function formatDocument({ url, name }: Link): string {
  return `${url} ${name}`;
}

export function parseDocument(text: string): Link {
  const end = text.indexOf(' ');
  return { url: text.slice(0, end), name: text.slice(end + 1) };
}

/** The link that reads so, if the fact sheet has it. */
export function findDocument(present: readonly LinkedDocument[], text: string): LinkedDocument | undefined {
  return present.find((document) => formatDocument(document) === text);
}

/** @param written what we wrote last; undefined where we never did */
export function changeDocument(
  { slot, name, url, description, type, why }: MappedDocument,
  present: readonly LinkedDocument[],
  written: string | undefined,
): { change?: FieldChange; isConflict?: true } {
  const after = formatDocument({ url, name });
  if (written === after) return {};
  const change = (step: AttachedStep): { change: FieldChange } => ({
    change: {
      key: documentKey(slot),
      before: written ?? '',
      after,
      owner: 'source-owned',
      why,
      patches: [],
      step,
    },
  });
  if (written === undefined || written === '') {
    if (present.some((document) => document.url === url)) return {};
    const more = {
      ...(description !== undefined && { description }),
      ...(type !== undefined && { documentType: type }),
    };
    return change({ op: 'create-document', name, url, ...more });
  }
  const ours = findDocument(present, written);
  if (ours !== undefined) {
    return change({ op: 'update-document', id: ours.id, patches: patchesBetween(ours, { name, url }) });
  }
  return findDocument(present, after) === undefined ? { isConflict: true } : {};
}

/** What gives a link its former name and address. */
function patchesBetween(before: Link, after: Link): Patch[] {
  return (['name', 'url'] as const)
    .filter((member) => before[member] !== after[member])
    .map((member) => ({ op: 'replace', path: `/${member}`, value: after[member] }));
}

/** @param made id of a link that was made by the step */
export function documentsAfter(
  present: readonly LinkedDocument[],
  { after, step }: Pick<FieldChange, 'after' | 'step'>,
  made: string | undefined,
): LinkedDocument[] {
  switch (step?.op) {
    case 'create-document':
      return [...present.filter(({ id }) => id !== made), { id: made ?? '', name: step.name, url: step.url }];
    case 'update-document':
      return present.map((one) => (one.id === step.id ? { ...one, ...parseDocument(after) } : one));
    case 'delete-document':
      return present.filter(({ id }) => id !== step.id);
    default:
      return [...present];
  }
}

/** Whether the fact sheet has the link as the change leaves it. */
export function isDocumentHeld(
  present: readonly LinkedDocument[],
  { before, after }: Pick<FieldChange, 'before' | 'after'>,
): boolean {
  if (after === '') return findDocument(present, before) === undefined;
  return findDocument(present, after) !== undefined;
}

/** Takes away what was made, and gives back what was changed, on the fact sheet as it is now. */
export function reversedDocument(
  { key, before, after, owner }: FieldChange,
  present: readonly LinkedDocument[],
  why: string,
): FieldChange {
  const field = { key, before: after, after: before, owner, why, patches: [] };
  const ours = findDocument(present, after);
  if (ours === undefined) return { ...field, step: { op: 'create-document', ...parseDocument(before) } };
  if (before === '') return { ...field, step: { op: 'delete-document', id: ours.id } };
  return {
    ...field,
    step: { op: 'update-document', id: ours.id, patches: patchesBetween(ours, parseDocument(before)) },
  };
}
