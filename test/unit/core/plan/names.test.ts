import { describe, expect, it } from 'vitest';
import type { Pairing } from '../../../../shared/core/match/pairing.ts';
import type { FactSheet, SourceObject } from '../../../../shared/core/model.ts';
import { chooseNames } from '../../../../shared/core/plan/names.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem } from '../../../support/builders.ts';

const plain = 'SAP S/4HANA Cloud (my400123)';

function aNew(nativeId: string, systemNumber?: string): Pairing {
  return { state: 'new', item: anItem({ nativeId, ...(systemNumber && { attributes: { systemNumber } }) }) };
}

/** Linked to a fact sheet that bears the name Landbridge wrote last, unless told otherwise. */
function aLinked(factSheet: FactSheet, spec: Partial<SourceObject> = {}, name = factSheet.name): Pairing {
  const link = aLink({ written: { name } });
  return { state: 'linked', item: anItem(spec), factSheet, by: 'stored link', link };
}

function namesOf(pairings: readonly Pairing[], rows: readonly FactSheet[] = []): Record<string, string> {
  const names = chooseNames(pairings, rows, landscape);
  return Object.fromEntries([...names].map(([key, name]) => [key.replace('calm:acme:', ''), name]));
}

describe('chooseNames for new fact sheets', () => {
  it('gives the plain name where it is free', () => {
    expect(namesOf([aNew('1', '0001')])).toEqual({ 1: plain });
    expect(namesOf([aNew('1')], [aFactSheet({ status: 'ARCHIVED' })])).toEqual({ 1: plain });
  });

  it('gives way to the system number when a fact sheet has the name in any spelling', () => {
    const rows = [aFactSheet({ name: 'sap s/4hana cloud my400123' })];
    expect(namesOf([aNew('1', '0001')], rows)).toEqual({ 1: 'SAP S/4HANA Cloud (my400123, 0001)' });
  });

  it('lets all give way that want the same name', () => {
    expect(namesOf([aNew('1', '0001'), aNew('2', '0002')])).toEqual({
      1: 'SAP S/4HANA Cloud (my400123, 0001)',
      2: 'SAP S/4HANA Cloud (my400123, 0002)',
    });
  });

  it('gives the name that others gave way for to the one that has no other', () => {
    expect(namesOf([aNew('1', '0001'), aNew('2', '0002'), aNew('3')])).toEqual({
      1: 'SAP S/4HANA Cloud (my400123, 0001)',
      2: 'SAP S/4HANA Cloud (my400123, 0002)',
      3: plain,
    });
  });

  it('does not give the first variant of one as the second of another', () => {
    const item = anItem({ nativeId: '2', name: '0001', attributes: { serviceTypeLabel: 'PRD' } });
    const other = { ...anItem({ nativeId: '1', name: 'PRD' }), attributes: { systemNumber: '0001' } };
    const both: Pairing[] = [
      { state: 'new', item },
      { state: 'new', item: other },
    ];
    expect(namesOf(both, [aFactSheet({ name: 'PRD' })])).toEqual({ 2: 'PRD (0001)' });
  });

  it('gives way to what waits for a decision: it may be made under that name one day', () => {
    const waits = { ...aNew('2', '0002'), state: 'proposed', candidates: [], reason: 'PROPOSED' } as const;
    expect(namesOf([aNew('1', '0001'), waits])).toMatchObject({ 1: 'SAP S/4HANA Cloud (my400123, 0001)' });
  });

  it('gives none where every variant is taken or wanted twice', () => {
    expect(namesOf([aNew('1')], [aFactSheet()])).toEqual({});
    expect(namesOf([aNew('1', '0001'), aNew('2', '0001')])).toEqual({});
  });
});

describe('chooseNames for linked fact sheets', () => {
  it('keeps either variant', () => {
    const name = 'SAP S/4HANA Cloud (my400123, 0001)';
    const item = { attributes: { systemNumber: '0001' } };
    expect(namesOf([aLinked(aFactSheet({ name }), item)], [aFactSheet({ name })])).toEqual({ 'lms-1': name });
  });

  it('follows the source', () => {
    const former = aFactSheet({ name: 'SAP S/4HANA Cloud (my400999)' });
    expect(namesOf([aLinked(former)], [former])).toEqual({ 'lms-1': plain });
  });

  it('corrects the spelling of its own name', () => {
    const former = aFactSheet({ name: 'SAP S/4HANA Cloud (MY400123)' });
    expect(namesOf([aLinked(former)], [former])).toEqual({ 'lms-1': plain });
  });

  it('does not correct it into the name of another fact sheet', () => {
    const former = aFactSheet({ id: 'fs-2', name: 'SAP S/4HANA Cloud (MY400123)' });
    expect(namesOf([aLinked(former)], [former, aFactSheet()])).toEqual({ 'lms-1': former.name });
  });

  it('keeps the former name while the new one is taken', () => {
    const former = aFactSheet({ id: 'fs-2', name: 'SAP S/4HANA Cloud (my400999)' });
    expect(namesOf([aLinked(former)], [former, aFactSheet()])).toEqual({ 'lms-1': former.name });
  });

  it('does not take a name that another gives up in the same plan: the batches may run side by side', () => {
    const mover = aFactSheet({ id: 'fs-2', name: 'SAP S/4HANA Cloud (my400999)' });
    const rows = [aFactSheet(), mover];
    const renamed = aLinked(aFactSheet(), { nativeId: '1', name: 'my400777' });
    expect(namesOf([renamed, aLinked(mover, { nativeId: '2' })], rows)).toEqual({
      1: 'SAP S/4HANA Cloud (my400777)',
      2: mover.name,
    });
  });

  it('keeps no name free for a fact sheet that a person named', () => {
    const named = aFactSheet({ name: 'Finance core' });
    expect(namesOf([aNew('0', '0001'), aLinked(named, {}, plain)], [named])).toEqual({ 0: plain });
  });

  it('goes before new items', () => {
    const former = aFactSheet({ name: 'SAP S/4HANA Cloud (my400999)' });
    expect(namesOf([aNew('0', '0001'), aLinked(former)], [former])).toEqual({
      0: 'SAP S/4HANA Cloud (my400123, 0001)',
      'lms-1': plain,
    });
  });
});
