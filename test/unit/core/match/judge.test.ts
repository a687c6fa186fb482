import { describe, expect, it } from 'vitest';
import { finish } from '../../../../shared/core/finish.ts';
import { type JudgeInput, judge } from '../../../../shared/core/match/judge.ts';
import type { FactSheet, Item } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, anItem, aNamedSystem as named } from '../../../support/builders.ts';

const tenantId = 'f2a7c0de-11aa-4b5c-9d8e-0123456789ab';
const sheet = (name: string, more: Partial<FactSheet> = {}) => aFactSheet({ id: name, name, ...more });
const nord = named('1', 'Works Nord');

function judged(items: readonly Item[], factSheets: readonly FactSheet[], more: Partial<JudgeInput> = {}) {
  return finish(
    judge({ items, factSheets, isOpen: () => true, rules: landscape, isRejected: () => false, ...more }),
  );
}

/** Names of the fact sheets that the first item was compared with, the best first. */
function row(...given: Parameters<typeof judged>): string[] {
  const [items, factSheets] = given;
  expect(judged(...given).rows).toHaveLength(items.length);
  return judged(...given).rows[0]?.map(({ factSheet }) => factSheets[factSheet]?.name ?? '?') ?? [];
}

describe('what an item is compared with', () => {
  it('is what is like it, the best first', () => {
    const rows = ['Canteen', 'Ariba works', 'Ariba works nord', 'Ariba'].map((name) => sheet(name));
    expect(row([nord], rows)).toEqual(['Ariba works nord', 'Ariba works', 'Ariba']);
  });

  it('is the best by all that is known, which the letters alone do not tell', () => {
    const alias = tenantId.replace('f2a7', '0000');
    const rows = [sheet('Ariba works nord', { fields: { alias } }), sheet('Ariba works')];
    const [found = expect.fail()] = judged([named('1', 'Works Nord', { tenantId })], rows).rows;
    expect(found.map(({ factSheet }) => factSheet)).toEqual([1, 0]);
    expect(found[0]?.likeness).toBeLessThan(found[1]?.likeness ?? 0);
  });

  it('is eight fact sheets at most, and of equally alike ones the first', () => {
    const rows = Array.from({ length: 12 }, (_, index) => sheet('Ariba works nord', { id: `${index}` }));
    const [found] = judged([nord], rows).rows;
    expect(found?.map(({ factSheet }) => factSheet)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is besides whatever carries an id of it, unlike as it may be called', () => {
    const rows = Array.from({ length: 9 }, (_, index) => sheet('Ariba works nord', { id: `${index}` }));
    const carrier = sheet('Canteen', { fields: { alias: tenantId } });
    const [found] = judged([named('1', 'Works Nord', { tenantId })], [...rows, carrier]).rows;
    expect(found).toHaveLength(9);
    expect(found?.map(({ factSheet }) => factSheet)).toContain(9);
  });

  it('is nothing of an item that is not open, by name or id', () => {
    const isOpen = ({ nativeId }: Item) => nativeId === '2';
    const items = [named('1', 'Works Nord', { tenantId }), named('2', 'Works Nord')];
    const rows = [sheet('Ariba works nord', { fields: { alias: tenantId } })];
    expect(judged(items, rows, { isOpen }).rows.map((found) => found.length)).toEqual([0, 1]);
  });

  it('is nothing that a person rejected for it', () => {
    const rows = [sheet('Ariba works nord'), sheet('Ariba works north')];
    const isRejected = (item: Item, { name }: FactSheet) => item === nord && name === 'Ariba works nord';
    expect(row([nord], rows, { isRejected })).toEqual(['Ariba works north']);
    expect(row([named('2', 'Works Nord')], rows, { isRejected })).toHaveLength(2);
  });
});

describe('an alias', () => {
  const likenessOf = (alias: string) =>
    judged([named('1', 'Works Nord')], [sheet('Kiosk', { fields: { alias } })]).rows[0]?.[0]?.likeness ?? 0;

  it('is a name of the fact sheet, too', () => {
    expect(row([nord], [sheet('Kiosk'), sheet('Canteen', { fields: { alias: 'Ariba works' } })])).toEqual([
      'Canteen',
    ]);
    expect(likenessOf('Ariba works nord')).toBeGreaterThan(0.9);
  });

  it('is none where it is a short sign or holds digits, which ids do', () => {
    expect(likenessOf('Ariba works nord 1')).toBe(0);
    expect(likenessOf('nord')).toBeGreaterThan(0);
    expect(likenessOf('nor')).toBe(0);
  });
});

it('compares names as they are, and as they would be called today', () => {
  const sac = anItem({ kind: 'TechnicalSystem', name: 'Works', attributes: { serviceTypeLabel: 'SAC' } });
  const likenessOf = (name: string) => judged([sac], [sheet(name)]).rows[0]?.[0]?.likeness ?? 0;
  expect(likenessOf('SAC Works')).toBe(1);
  expect(likenessOf('SAP Analytics Cloud Works')).toBeGreaterThan(0.8);
  expect(likenessOf('SAP Data Works')).toBeLessThan(0.3);
});

describe('an explanation of what was compared', () => {
  const { rows, explain } = judged(
    [named('1', 'Works Nord', { tenantId })],
    [sheet('Ariba works nord', { fields: { alias: tenantId } }), sheet('Ariba works nord test')],
  );

  it('is the comparison in full, ids included', () => {
    for (const one of rows[0] ?? expect.fail()) {
      const { score, certain, veto, signals } = explain(0, one);
      expect({ score, certain, veto }).toEqual({ score: one.score, certain: one.certain, veto: one.veto });
      expect(signals.length).toBeGreaterThan(0);
    }
    expect(explain(0, rows[0]?.[0] ?? expect.fail()).signals).toContainEqual(
      expect.objectContaining({ kind: 'tenant id' }),
    );
    expect(rows[0]?.map(({ veto }) => veto !== undefined)).toEqual([false, true]);
  });

  it('is not given of what was compared with nothing', () => {
    const [one = expect.fail()] = rows[0] ?? [];
    expect(() => explain(1, one)).toThrow(RangeError);
    expect(() => explain(0, { ...one, factSheet: 9 })).toThrow(new RangeError('compared with nothing'));
  });
});

it('gives way after some hundred items and fact sheets, and not after each', () => {
  const slices = (items: number, factSheets: number) => {
    const work = judge({
      items: Array.from({ length: items }, (_, index) => named(`${index}`, `Works ${index}`)),
      factSheets: Array.from({ length: factSheets }, (_, index) => sheet(`Kiosk ${index}`)),
      isOpen: () => true,
      rules: landscape,
      isRejected: () => false,
    });
    let count = 0;
    while (work.next().done !== true) count += 1;
    return count;
  };
  const least = slices(1, 1);
  expect(slices(201, 1) - least).toBe(2);
  const more = slices(1, 1001) - least;
  expect([more > 2, more < 20]).toEqual([true, true]);
});
