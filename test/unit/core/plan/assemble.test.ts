import { describe, expect, it } from 'vitest';
import { configureRules } from '../../../../shared/core/configure-rules.ts';
import { targetOf } from '../../../../shared/core/map/target.ts';
import { pair } from '../../../../shared/core/match/pair.ts';
import type { DataModel } from '../../../../shared/core/model.ts';
import { type AssembleInput, assemblePlan } from '../../../../shared/core/plan/assemble.ts';
import type { FlowRules } from '../../../../shared/core/rules.ts';
import { defaultSettings } from '../../../../shared/core/settings.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import {
  aFactSheet,
  aLink,
  anItem,
  fullModel,
  keyOf,
  linksOf,
  nothingKnown,
} from '../../../support/builders.ts';

const retired = aFactSheet({ id: 'fs-old', name: 'SAP Ariba (ariba-1)' });
const links = linksOf(aLink({ item: keyOf('old'), factSheetId: 'fs-old' }));
const inventory = new Map([[retired.id, retired]]);

function plan(spec: Partial<AssembleInput> = {}) {
  return assemblePlan({
    pairings: [],
    inventory,
    links,
    ...nothingKnown,
    ...spec,
  });
}

const noEnd: DataModel = {
  ...fullModel,
  types: { Application: { fields: { lifecycle: { type: 'LIFECYCLE', values: ['active'] } }, relations: {} } },
};

describe('assemblePlan', () => {
  it('orders by kind of change, then by item', () => {
    const items = ['3', '1', '2'].map((nativeId) => anItem({ nativeId, name: `my${nativeId}` }));
    const found = aFactSheet({ name: 'SAP S/4HANA Cloud (my1)' });
    const rows = new Map([...inventory, [found.id, found]]);
    const { changes } = plan({
      pairings: pair({
        items,
        factSheets: rows.values(),
        links,
        rules: landscape,
        tagId: undefined,
        isWhole: true,
      }),
      inventory: rows,
      vanished: new Map([[keyOf('old'), '2026-03-01']]),
    });
    expect(changes.map(({ op, item }) => [op, item])).toEqual([
      ['create', keyOf('2')],
      ['create', keyOf('3')],
      ['link', keyOf('1')],
      ['retire', keyOf('old')],
    ]);
  });

  it('counts each skipped item under its reason, and one that finds no name too', () => {
    const items = [
      anItem({ nativeId: '1' }),
      anItem({ nativeId: '2' }),
      anItem({ nativeId: '3', attributes: { role: 'TEST' } }),
    ];
    const { changes, tally } = plan({
      pairings: pair({ items, factSheets: [], links, rules: landscape, tagId: undefined, isWhole: true }),
    });
    expect(changes).toEqual([]);
    expect(tally).toEqual({
      items: 3,
      unchanged: 0,
      freedNames: 0,
      missing: 0,
      skipped: { NAME_TAKEN: 2, ROLE_NOT_PRODUCTIVE: 1 },
    });
  });

  it('retires what vanished and announces what is missing for the first time', () => {
    const since = '2026-03-01';
    expect(plan({ vanished: new Map([[keyOf('old'), since]]) }).changes).toMatchObject([{ op: 'retire' }]);
    const first = plan({ missing: new Set([keyOf('old')]) });
    expect([first.changes, first.tally.missing]).toEqual([[], 1]);
  });

  it('lets a fact sheet live that a person gave to another item', () => {
    const pairing = { state: 'linked', item: anItem(), factSheet: retired, by: 'decision' } as const;
    const vanished = new Map([[keyOf('old'), '2026-03-01']]);
    const { changes } = plan({ pairings: [pairing], vanished, missing: new Set([keyOf('old')]) });
    expect(changes).toMatchObject([{ op: 'link', by: 'decision' }]);
  });

  it('neither retires nor announces where the workspace has no end of life, or the fact sheet is gone', () => {
    const absent = { vanished: new Map([[keyOf('old'), '2026-03-01']]), missing: new Set([keyOf('old')]) };
    for (const spec of [
      { target: targetOf(landscape, noEnd) },
      { inventory: new Map() },
      { links: new Map() },
    ]) {
      const { changes, tally } = plan({ ...absent, ...spec });
      expect([changes, tally.missing]).toEqual([[], 0]);
    }
  });

  it('notes what the workspace cannot hold', () => {
    expect(plan().notes).toEqual([]);
    expect(plan({ target: targetOf(landscape, noEnd), tagId: undefined }).notes).toEqual([
      'The workspace has no tag "SAP Cloud ALM": fact sheets are marked by externalId alone.',
      'Application has no subtype "businessApplication": left out.',
      'Application has no field "alias": left out.',
      'Application has no field "lxHostingType": left out.',
      'Application has no phase "endOfLife": nothing is retired.',
    ]);
  });
});

it('tells which fields the catalog of LeanIX writes too', () => {
  const { fields, relations } = fullModel.types.Application ?? expect.fail();
  const catalog = { ...fields, lxProductCategory: { type: 'STRING' } };
  const model = { ...fullModel, types: { Application: { fields: catalog, relations } } };
  const rules = configureRules(landscape, {
    ...defaultSettings,
    mapping: { lxProductCategory: 'ERP', alias: '{name}' },
  });
  expect(plan({ rules, target: targetOf(rules, model) }).notes).toEqual([
    'The catalog of LeanIX writes lxProductCategory on what is linked to it: there its value stays.',
  ]);
});

describe('the policy for a class of change', () => {
  const old = { vanished: new Map([[keyOf('old'), '2026-03-01']]) };
  const found = aFactSheet({ name: 'SAP S/4HANA Cloud (my1)' });
  const moved = aFactSheet({ id: 'fs-2', name: 'SAP S/4HANA Cloud (my2)', fields: { alias: 'my2' } });
  const written = { name: moved.name, alias: 'before', description: '' };
  const known = linksOf(...links.values(), aLink({ item: keyOf('2'), factSheetId: 'fs-2', written }));
  const rows = new Map([...inventory, [found.id, found], [moved.id, moved]]);
  const items = ['1', '2', '3'].map((nativeId) => anItem({ nativeId, name: `my${nativeId}` }));

  function planUnder(policy: Partial<FlowRules['policy']>) {
    const rules = { ...landscape, policy: { ...landscape.policy, ...policy } };
    const factSheets = rows.values();
    const pairings = pair({ items, factSheets, links: known, rules, tagId: undefined, isWhole: true });
    return plan({ pairings, inventory: rows, links: known, rules, ...old });
  }
  const opsOf = ({ changes }: ReturnType<typeof plan>) => changes.map(({ op }) => op);

  it('applies all of them by itself', () => {
    expect(opsOf(planUnder({}))).toEqual(['create', 'link', 'update', 'retire']);
  });

  it.each(['create', 'link', 'update'] as const)('keeps %s back and counts its items', (op) => {
    const rest = opsOf(planUnder({})).filter((other) => other !== op);
    for (const [policy, reason] of [
      ['inbox', 'INBOX'],
      ['ignore', 'IGNORED'],
    ] as const) {
      const kept = planUnder({ [op]: policy });
      expect(opsOf(kept)).toEqual(rest);
      expect(kept.tally).toMatchObject({ items: 3, unchanged: 0, skipped: { [reason]: 1 } });
    }
  });

  it.each(['inbox', 'ignore'] as const)('retires nothing under %s, and counts no item for it', (policy) => {
    const kept = planUnder({ retire: policy });
    expect(opsOf(kept)).toEqual(['create', 'link', 'update']);
    expect(kept.tally.skipped).toEqual({});
  });

  it.each(['inbox', 'ignore'] as const)('applies under %s what a person decided', (policy) => {
    const rules = { ...landscape, policy: { ...landscape.policy, create: policy, link: policy } };
    const [first, , third] = items;
    const said = { who: 'Ada', when: '2026-11-01T10:00:00Z' };
    const pairings = pair({
      items,
      factSheets: rows.values(),
      links: known,
      decisions: [
        { ...said, item: first?.key ?? '', verdict: 'link', factSheetId: 'fs-old' },
        { ...said, item: third?.key ?? '', verdict: 'create' },
      ],
      rules,
      tagId: undefined,
      isWhole: true,
    });
    expect(opsOf(plan({ pairings, inventory: rows, links: known, rules }))).toEqual([
      'create',
      'link',
      'update',
    ]);
  });
});
