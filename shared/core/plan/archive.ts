// Fact sheets that we made, put away and brought back. Archived ones are kept by LeanIX for 90 days
// (leanix-api 2.6), and where external ids are unique they lose theirs.
import type { Link } from '../link.ts';
import { changeField } from '../map/field-change.ts';
import { externalIdField } from '../map/target.ts';
import type { FactSheet } from '../model.ts';
import { textOf } from './holds.ts';
import type { Change, FieldChange } from './plan.ts';

type ChangeOf<Op> = Extract<Change, { op: Op }>;

/** All of a fact sheet that is read and that a person may have worked on. */
export function seenOf(factSheet: FactSheet): Record<string, string> {
  const keys = ['name', 'category', 'lifecycle', externalIdField, ...Object.keys(factSheet.fields)];
  return Object.fromEntries(keys.map((key) => [key, textOf(factSheet, key)]));
}

export function planArchive(item: string, factSheet: FactSheet, why: string): ChangeOf<'archive'> {
  return {
    op: 'archive',
    item,
    factSheetId: factSheet.id,
    rev: factSheet.rev,
    name: factSheet.name,
    comment: why,
    seen: seenOf(factSheet),
    fields: [status('ACTIVE', 'ARCHIVED', why)],
  };
}

export function planRecover(link: Link, factSheet: FactSheet, why: string): ChangeOf<'recover'> {
  const { externalId } = factSheet;
  // Sent in any case: it may be gone though the inventory, which saw the fact sheet before, still shows it.
  const isOurs = link.written[externalIdField] === link.item && [link.item, ''].includes(externalId);
  return {
    op: 'recover',
    item: link.item,
    factSheetId: factSheet.id,
    rev: factSheet.rev,
    name: factSheet.name,
    comment: why,
    fields: [
      status('ARCHIVED', 'ACTIVE', why),
      ...(isOurs
        ? [
            changeField({
              key: externalIdField,
              before: externalId,
              after: link.item,
              owner: 'mark',
              why: 'identity of the item',
            }),
          ]
        : []),
    ],
  };
}

function status(before: string, after: string, why: string): FieldChange {
  return changeField({ key: 'status', before, after, owner: 'mark', why });
}
