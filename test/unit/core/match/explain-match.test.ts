import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../shared/core/decision.ts';
import { finish } from '../../../../shared/core/finish.ts';
import { explainMatch } from '../../../../shared/core/match/explain-match.ts';
import type { MatchInput } from '../../../../shared/core/match/pair.ts';
import type { FactSheet, Item } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import {
  aFactSheet,
  aLink,
  keyOf,
  linksOf,
  aNamedSystem as named,
  tagId,
} from '../../../support/builders.ts';

const sheet = (id: string, name: string, more: Partial<FactSheet> = {}) => aFactSheet({ id, name, ...more });
const when = '2026-11-01T10:00:00Z';
const tenantId = 'f2a7c0de-11aa-4b5c-9d8e-0123456789ab';

const nord = named('1', 'Works Nord');

/** Of the first item. */
function explain(items: readonly Item[], factSheets: readonly FactSheet[], more: Partial<MatchInput> = {}) {
  const input = { items, factSheets, links: new Map(), rules: landscape, tagId, isWhole: true, ...more };
  const explained = finish(explainMatch(input, items[0]?.key ?? ''));
  if (explained === undefined) throw new Error('nothing is explained');
  return explained;
}

/** Fact sheet, fate and whose it is. */
function seen(...given: Parameters<typeof explain>): string[] {
  return explain(...given).likened.map(({ factSheetId, fate, owner }) =>
    [factSheetId, fate, ...(owner === undefined ? [] : [owner.item, owner.name])].join(' '),
  );
}

describe('what is explained', () => {
  const input = { items: [nord], factSheets: [], links: new Map(), rules: landscape, tagId, isWhole: true };

  it('is nothing of an item that is not there', () => {
    expect(finish(explainMatch(input, keyOf('9')))).toBeUndefined();
  });

  it('is only the reason of what a rule leaves out', () => {
    const test = named('1', 'Works Nord', { role: 'TEST' });
    expect(explain([test], [sheet('fs-1', 'Ariba works nord')])).toEqual({
      pairing: { state: 'ignored', item: test, reason: 'ROLE_NOT_PRODUCTIVE' },
      rule: { code: 'ROLE_NOT_PRODUCTIVE', text: 'not a productive system' },
      likened: [],
    });
  });

  it('is also what would be like an item that something else leaves out', () => {
    const decisions: Decision[] = [{ item: nord.key, verdict: 'ignore', when }];
    const explained = explain([nord], [sheet('fs-1', 'Ariba works nord')], { decisions });
    expect(explained.rule.code).toBe('DECIDED_IGNORE');
    expect(explained.likened).toMatchObject([{ factSheetId: 'fs-1', fate: 'free' }]);
    expect(explained).not.toHaveProperty('clearness');
  });
});

describe('what an item is like', () => {
  it('is the best first, with what speaks for each', () => {
    const { likened } = explain([nord], [sheet('fs-2', 'Ariba works north'), sheet('fs-1', 'Ariba works')]);
    expect(likened).toMatchObject([
      {
        factSheetId: 'fs-1',
        name: 'Ariba works',
        fate: 'chosen',
        signals: [{ kind: 'name' }, { kind: 'words' }],
      },
      { factSheetId: 'fs-2', name: 'Ariba works north', fate: 'free' },
    ]);
    expect(likened[0]?.score).toBeGreaterThan(likened[1]?.score ?? 1);
  });

  it('is, of equally alike ones, in the order of their ids, and five of them', () => {
    const alike = [...'9876543210'].map((index) =>
      sheet(`fs-${index}`, `Ariba works ${'abcdefghij'[+index]}x`),
    );
    expect(seen([nord], alike)).toEqual([0, 1, 2, 3, 4].map((index) => `fs-${index} free`));
  });

  it('is its own, wherever it stands among the items', () => {
    const rows = [sheet('fs-1', 'Ariba works nord'), sheet('fs-2', 'Ariba kitchen')];
    const kitchen = named('2', 'Kitchen');
    const decisions: Decision[] = [{ item: kitchen.key, verdict: 'create', when }];
    expect(seen([kitchen, nord], rows, { decisions })).toEqual([
      'fs-2 free',
      'fs-1 claimed calm:acme:1 Works Nord',
    ]);
  });

  it('is nothing that is archived, and nothing that has but a few letters of it', () => {
    const archived = sheet('fs-1', 'Ariba works nord', { status: 'ARCHIVED' });
    expect(seen([nord], [archived, sheet('fs-2', 'Networking canteen')])).toEqual([]);
  });

  it('is shown of what is linked too, though it be less like it than others', () => {
    const rows = [
      sheet('fs-1', 'Works'),
      ...'abcdef'.split('').map((letter) => sheet(`fs-${letter}`, `Ariba works nord ${letter}`)),
    ];
    const shown = seen([nord], rows, { links: linksOf(aLink({ item: nord.key })) });
    expect(shown).toHaveLength(6);
    expect(shown).toContain('fs-1 chosen');
    expect(explain([nord], rows, { links: linksOf(aLink({ item: nord.key })) }).rule).toEqual({
      code: 'stored link',
      text: 'made by Landbridge',
    });
  });

  it('is shown of all that could be meant, whatever they are called', () => {
    const copies = ['fs-9', 'fs-2'].map((id) => sheet(id, `Payroll ${id}`, { externalId: nord.key }));
    const { rule, likened } = explain([nord], [sheet('fs-1', 'Ariba works'), ...copies]);
    expect(rule.code).toBe('AMBIGUOUS_EXTERNAL_ID');
    const signals = [{ kind: 'external id', weight: 1, detail: 'the external id of the item' }];
    expect(likened).toMatchObject([
      { factSheetId: 'fs-2', name: 'Payroll fs-2', score: 1, signals, fate: 'contested' },
      { factSheetId: 'fs-9', name: 'Payroll fs-9', score: 1, signals, fate: 'contested' },
      { factSheetId: 'fs-1', fate: 'free' },
    ]);
  });

  it('tells what says more than the letters', () => {
    const copies = ['fs-2', 'fs-9'].map((id) => sheet(id, 'Ariba works', { externalId: nord.key }));
    const signals = [{ kind: 'external id' }];
    expect(explain([nord], copies).likened).toMatchObject([
      { score: 1, signals },
      { score: 1, signals },
    ]);
  });

  it('tells what the letters say, where nothing says more', () => {
    const other = named('2', 'Works Nord');
    const sheets = [sheet('fs-1', 'SAP Ariba (Works Nord) ', { externalId: keyOf('9') })];
    const { likened, rule } = explain([nord, other], sheets);
    expect(rule.code).toBe('AMBIGUOUS_VANISHED');
    const signals = [{ kind: 'name' }, { kind: 'same words' }];
    expect(likened).toMatchObject([{ score: 1, signals, fate: 'contested', owner: { item: keyOf('9') } }]);
  });
});

describe('what became of a fact sheet', () => {
  it.each([
    ['by a stored link', {}, { links: linksOf(aLink({ item: keyOf('2') })) }, '2 Works West'],
    ['by a link of another flow', {}, { otherLinks: [aLink({ item: keyOf('7') })] }, `7 ${keyOf('7')}`],
    ['by its external id', { externalId: keyOf('2') }, {}, '2 Works West'],
  ])('is that another item has it, %s', (_, fields, more, owner) => {
    const west = named('2', 'Works West');
    expect(seen([nord, west], [sheet('fs-1', 'Ariba works nord', fields)], more)).toEqual([
      `fs-1 taken calm:acme:${owner}`,
    ]);
  });

  it('is that it is free where the id is another program’s, or where the item itself had it', () => {
    const more = { decisions: [{ item: nord.key, verdict: 'create', when }] as const };
    expect(seen([nord], [sheet('fs-1', 'Ariba works nord', { externalId: 'CMDB-1' })], more)).toEqual([
      'fs-1 free',
    ]);
    expect(seen([nord], [sheet('fs-1', 'Ariba works nord', { externalId: nord.key })], more)).toEqual([
      'fs-1 free',
    ]);
  });

  it('is that a person said no, and what comes next is chosen', () => {
    const decisions: Decision[] = [{ item: nord.key, verdict: 'reject', factSheetId: 'fs-2', when }];
    const rows = [sheet('fs-1', 'Ariba works north'), sheet('fs-2', 'Ariba works nord')];
    expect(seen([nord], rows, { decisions })).toEqual(['fs-2 rejected', 'fs-1 chosen']);
  });

  it('is that something stands against it, and what', () => {
    const { likened, rule } = explain([nord], [sheet('fs-1', 'Ariba works nord test')]);
    expect(likened).toMatchObject([{ fate: 'never', veto: 'another environment: production, not test' }]);
    expect(rule.text).toBe('whatever is like it cannot be meant: something stands against it (1)');
  });

  it('is that another item means it: as the likeliest, by its name or by an id', () => {
    const likely = [sheet('fs-1', 'Ariba works nord'), sheet('fs-2', 'Ariba works west')];
    expect(seen([nord, named('2', 'Works West')], likely)).toEqual([
      'fs-1 chosen',
      'fs-2 claimed calm:acme:2 Works West',
    ]);
    const sameName = [sheet('fs-1', 'Ariba works nord'), sheet('fs-2', 'SAP Ariba (Works West)')];
    expect(seen([nord, named('2', 'Works West')], sameName)).toEqual([
      'fs-1 chosen',
      'fs-2 claimed calm:acme:2 Works West',
    ]);
    const byId = [sheet('fs-1', 'Ariba', { fields: { alias: tenantId } })];
    expect(seen([nord, named('2', 'Kitchen', { tenantId })], byId)).toEqual([
      'fs-1 claimed calm:acme:2 Kitchen',
    ]);
  });

  it('is that another item means it, also where that one must be asked about', () => {
    const twins = [sheet('fs-1', 'SAP Ariba (Works West)'), sheet('fs-2', 'SAP Ariba Works West')];
    expect(seen([nord, named('2', 'Works West'), named('3', 'Works West')], twins)).toEqual([
      'fs-1 claimed calm:acme:2 Works West',
      'fs-2 claimed calm:acme:2 Works West',
    ]);
    const byId = [sheet('fs-1', 'Ariba', { fields: { alias: tenantId } })];
    const kitchens = [named('2', 'Kitchen', { tenantId }), named('3', 'Bistro', { tenantId })];
    expect(seen([nord, ...kitchens], byId)).toEqual(['fs-1 claimed calm:acme:2 Kitchen']);
  });

  it('is that it is contested, and whose it is where it belongs to another', () => {
    const decisions: Decision[] = [{ item: nord.key, verdict: 'link', factSheetId: 'fs-1', when }];
    const more = { decisions, links: linksOf(aLink({ item: keyOf('2') })) };
    expect(seen([nord, named('2', 'Kitchen')], [sheet('fs-1', 'Payroll')], more)).toEqual([
      'fs-1 contested calm:acme:2 Kitchen',
    ]);
    expect(seen([nord, named('2', 'Works West')], [sheet('fs-1', 'Ariba works')])).toEqual([
      'fs-1 contested',
    ]);
  });
});

describe('how the best stands to the next best', () => {
  const clearness = (...given: Parameters<typeof explain>) => explain(...given).clearness;

  it('is not told where no score decided', () => {
    expect(explain([nord], [sheet('fs-1', 'SAP Ariba (Works Nord)')])).not.toHaveProperty('clearness');
    expect(explain([nord], [sheet('fs-1', 'Canteen')])).not.toHaveProperty('clearness');
    // Another item was compared, and this one was known.
    const items = [nord, named('2', 'Works West')];
    const rows = [sheet('fs-1', 'SAP Ariba (Works Nord)'), sheet('fs-2', 'Ariba works north')];
    expect(explain(items, rows).pairing.state).toBe('linked');
    expect(explain(items, rows)).not.toHaveProperty('clearness');
  });

  it('is the share that the next best fact sheet comes to', () => {
    const told = clearness([nord], [sheet('fs-2', 'Ariba works north'), sheet('fs-1', 'Ariba works')]);
    expect(told).toMatchObject({
      best: { name: 'Ariba works', factSheetId: 'fs-1' },
      certain: [],
      next: { name: 'Ariba works north', factSheetId: 'fs-2' },
    });
    expect(told?.next).not.toHaveProperty('item');
    expect(told?.next?.share).toBeCloseTo((told?.next?.score ?? 0) / (told?.best.score ?? 1), 10);
    expect(told?.next?.share).toBeLessThan(0.93);
  });

  it('is alone where nothing else is like it, or what is like it can never be it', () => {
    expect(clearness([nord], [sheet('fs-1', 'Ariba works')])).not.toHaveProperty('next');
    const rows = [sheet('fs-1', 'Ariba works'), sheet('fs-2', 'Ariba works nord test')];
    expect(clearness([nord], rows)).not.toHaveProperty('next');
  });

  it('is another item that could be the same fact sheet, where that one is nearer', () => {
    const rows = [sheet('fs-1', 'Ariba works'), sheet('fs-2', 'Ariba nordic')];
    expect(clearness([nord, named('2', 'Works West')], rows)).toMatchObject({
      best: { factSheetId: 'fs-1' },
      next: { name: 'Works West', item: keyOf('2') },
    });
  });

  it('leaves out other items that have a better one, and fact sheets that others are likelier to be', () => {
    const rows = [sheet('fs-1', 'Ariba works nord'), sheet('fs-2', 'Ariba works west')];
    expect(clearness([nord, named('2', 'Works West')], rows)).not.toHaveProperty('next');
    const certain = named('2', 'Kitchen Works', { tenantId });
    const more = [
      sheet('fs-1', 'Ariba works'),
      sheet('fs-2', 'Ariba works', { fields: { alias: tenantId } }),
    ];
    expect(clearness([nord, certain], more)).toMatchObject({ best: { factSheetId: 'fs-1' } });
    expect(clearness([nord, certain], more)).not.toHaveProperty('next');
  });

  it('names all that are certain', () => {
    const twin = named('1', 'Works Nord', { tenantId });
    const fields = { alias: tenantId };
    const rows = [sheet('fs-1', 'Ariba works', { fields }), sheet('fs-2', 'Ariba nord', { fields })];
    expect(clearness([twin], rows)?.certain.toSorted()).toEqual(['Ariba nord', 'Ariba works']);
    expect(explain([twin], rows).rule.text).toMatch(/: an id or the same words make 2 certain, "Ariba /);
  });

  it('is what is left where another item means the best for certain', () => {
    const certain = named('2', 'Kitchen', { tenantId });
    const rows = [
      sheet('fs-1', 'Ariba works nord', { fields: { alias: tenantId } }),
      sheet('fs-2', 'Ariba works north'),
    ];
    expect(clearness([nord, certain], rows)).toMatchObject({ best: { factSheetId: 'fs-2' } });
  });

  it('is told of what is proposed, though another item has what is more alike', () => {
    const rows = [sheet('fs-1', 'Ariba works nord'), sheet('fs-2', 'Ariba works')];
    const items = [named('1', 'Works Nord 2'), named('2', 'Works Nord')];
    expect(seen(items, rows)).toEqual(['fs-1 claimed calm:acme:2 Works Nord', 'fs-2 chosen']);
    expect(clearness(items, rows)).toMatchObject({ best: { factSheetId: 'fs-2' } });
  });
});
