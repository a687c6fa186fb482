import { describe, expect, it } from 'vitest';
import { indexInventory, indexTaken, ownerOf } from '../../../../shared/core/match/inventory-index.ts';
import type { FactSheet } from '../../../../shared/core/model.ts';
import { aFactSheet, aLink, keyOf, tagId } from '../../../support/builders.ts';

const idsIn = (map: ReadonlyMap<string, readonly FactSheet[]>) =>
  [...map].map(([key, factSheets]) => [key, ...factSheets.map(({ id }) => id)]);

describe('the index of the inventory', () => {
  it('has active fact sheets of one name together, however it is spelt', () => {
    const rows = ['Orders', 'ORDERS ', 'Canteen'].map((name, index) => aFactSheet({ id: `${index}`, name }));
    expect(idsIn(indexInventory(rows, tagId).byName)).toEqual([
      ['orders', '0', '1'],
      ['canteen', '2'],
    ]);
  });

  it('has every fact sheet by its id, and by its external id where that is one of ours', () => {
    const rows = [keyOf('lms-1'), 'CMDB-1', '', keyOf('lms-1')].map((externalId, index) =>
      aFactSheet({ id: `${index}`, externalId, status: index === 3 ? 'ARCHIVED' : 'ACTIVE' }),
    );
    const { byId, byExternalId } = indexInventory(rows, tagId);
    expect([...byId.keys()]).toEqual(['0', '1', '2', '3']);
    expect(idsIn(byExternalId)).toEqual([[keyOf('lms-1'), '0', '3']]);
  });

  it('has an archived one by its name where it carries our tag, and among no others', () => {
    const rows = [[tagId], ['tag-other'], []].map((tagIds, index) =>
      aFactSheet({ id: `${index}`, name: 'Orders', status: 'ARCHIVED', tagIds }),
    );
    const { byName, archivedByName } = indexInventory([aFactSheet({ tagIds: [tagId] }), ...rows], tagId);
    expect(idsIn(archivedByName)).toEqual([['orders', '0']]);
    expect([...byName.values()].flat().map(({ id }) => id)).toEqual(['fs-1']);
  });

  it('has no archived one by its name where the workspace does not have our tag', () => {
    const rows = [aFactSheet({ status: 'ARCHIVED', tagIds: [tagId] })];
    expect(indexInventory(rows, undefined).archivedByName.size).toBe(0);
  });
});

describe('the owner of a fact sheet', () => {
  const links = [aLink({ factSheetId: 'fs-1', item: keyOf('lms-1') })];
  const taken = indexTaken(links, new Set([keyOf('lms-1')]), new Set());

  it('is the item of its link, whatever external id it carries', () => {
    expect(ownerOf(aFactSheet({ externalId: keyOf('lms-9') }), taken)).toBe(keyOf('lms-1'));
  });

  it('is the item whose external id it carries, and no other program', () => {
    expect(ownerOf(aFactSheet({ id: 'fs-2', externalId: keyOf('lms-9') }), taken)).toBe(keyOf('lms-9'));
    expect(ownerOf(aFactSheet({ id: 'fs-2', externalId: 'CMDB-1' }), taken)).toBeUndefined();
  });

  it('is there where it is among the items read, or another flow keeps it', () => {
    const present = new Set(['calm:acme:1']);
    expect(indexTaken([], present, new Set(['calm:acme:2'])).present).toEqual(
      new Set(['calm:acme:1', 'calm:acme:2']),
    );
    expect(indexTaken([], present, new Set()).present).toEqual(present);
  });
});
