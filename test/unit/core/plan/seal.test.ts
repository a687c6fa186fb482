import { describe, expect, it } from 'vitest';
import { changeField } from '../../../../shared/core/map/field-change.ts';
import type { Change, FieldChange } from '../../../../shared/core/plan/plan.ts';
import { markSeals, notesOfSeal } from '../../../../shared/core/plan/seal.ts';
import { aFactSheet } from '../../../support/builders.ts';

const field = changeField({ key: 'alias', before: 'a', after: 'b', owner: 'source-owned', why: '' });
const step: FieldChange = {
  ...field,
  key: 'documents/calm',
  patches: [],
  step: { op: 'delete-document', id: 'd' },
};
const inventory = new Map([
  ['sealed', aFactSheet({ id: 'sealed', isSealed: true })],
  ['broken', aFactSheet({ id: 'broken' })],
]);
const on = (factSheetId: string, fields: FieldChange[] = [field]) =>
  ({ op: 'update', item: factSheetId, name: factSheetId, factSheetId, rev: 1, fields }) satisfies Change;
const create: Change = { op: 'create', item: 'new', name: 'new', type: 'Application', fields: [field] };
const marked = (changes: readonly Change[], role?: string) =>
  markSeals(changes, inventory, role).map((change) => 'breaksSeal' in change);

describe('markSeals', () => {
  const changes = [on('sealed'), on('broken'), on('unknown'), create];

  it.each([
    ['MEMBER', [true, false, false, false]],
    ['member', [true, false, false, false]],
    ['ADMIN', [false, false, false, false]],
    [undefined, [false, false, false, false]],
  ])('marks what the role %s breaks', (role, expected) => {
    expect(marked(changes, role)).toEqual(expected);
    expect(markSeals(changes, inventory, role).map(({ item }) => item)).toEqual(
      changes.map(({ item }) => item),
    );
    expect(notesOfSeal(role)).toHaveLength(expected[0] ? 1 : 0);
  });

  it('knows what leaves a seal alone', () => {
    const archive: Change = { ...on('sealed'), op: 'archive', seen: {} };
    const recover: Change = { ...on('sealed'), op: 'recover' };
    expect(marked([archive, recover, on('sealed', [step]), on('sealed', [])], 'MEMBER')).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(marked([on('sealed', [step, field])], 'MEMBER')).toEqual([true]);
  });
});
