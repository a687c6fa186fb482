import { expect, it } from 'vitest';
import { changeField } from '../../../../shared/core/map/field-change.ts';
import { phaseKey } from '../../../../shared/core/map/phases.ts';
import type { Change, FieldChange } from '../../../../shared/core/plan/plan.ts';
import { withoutInverse } from '../../../../shared/core/plan/without-inverse.ts';

const field = (key: string, patches?: FieldChange['patches']): FieldChange => ({
  ...changeField({ key, before: 'a', after: 'b', owner: 'source-owned', why: '' }),
  ...(patches !== undefined && { patches }),
});
const updated = (...fields: FieldChange[]): Extract<Change, { op: 'update' }> => ({
  op: 'update',
  item: 'a',
  name: 'A',
  factSheetId: 'id',
  rev: 1,
  fields,
});
const create: Change = {
  op: 'create',
  item: 'b',
  name: 'B',
  type: 'Application',
  fields: [field(phaseKey('active'))],
};

it('tells what undo cannot give back, and nothing of what it can', () => {
  const key = 'relApplicationToITComponent';
  const moved = field(key, [{ op: 'replace', path: `/${key}/1`, value: '{"factSheetId":"x"}' }]);
  expect(withoutInverse([updated(field('alias'), field('lifecycle'), moved)])).toEqual([]);
  const parted = field(key, [{ op: 'remove', path: `/${key}/1` }]);
  const sealed: Change = { ...updated(field(phaseKey('active')), parted), breaksSeal: true };
  expect(withoutInverse([create, sealed])).toEqual([
    '1 fact sheet to be made: archived, and deleted by LeanIX after 90 days.',
    '1 fact sheet parted from another: related anew, without what stood on the relation.',
    '1 fact sheet approved and changed with the role Member: A.',
    'Where their type has a quality seal it breaks by that, and stays broken.',
  ]);
});
