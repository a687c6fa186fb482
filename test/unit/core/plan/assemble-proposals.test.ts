import { describe, expect, it } from 'vitest';
import { type Decision, indexDecisions } from '../../../../shared/core/decision.ts';
import type { Candidate, Pairing } from '../../../../shared/core/match/pairing.ts';
import type { FactSheet } from '../../../../shared/core/model.ts';
import { type AssembleInput, assemblePlan } from '../../../../shared/core/plan/assemble.ts';
import type { FlowRules } from '../../../../shared/core/rules.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem, keyOf, linksOf, nothingKnown } from '../../../support/builders.ts';

const item = anItem();
const sheet = aFactSheet();
const candidates: Candidate[] = [{ factSheetId: 'fs-1', name: sheet.name, score: 0.8, signals: [] }];
const doubtful = (state: 'proposed' | 'ambiguous', reason: string): Pairing => ({
  state,
  item,
  candidates,
  reason,
});
const under = (policy: Partial<FlowRules['policy']>): FlowRules => ({
  ...landscape,
  policy: { ...landscape.policy, ...policy },
});
const said = { item: item.key, when: '2026-11-01T10:00:00Z' };

function plan(
  pairings: readonly Pairing[],
  {
    rows = [sheet],
    decided = [],
    ...spec
  }: Partial<AssembleInput> & {
    rows?: readonly FactSheet[];
    decided?: readonly Decision[];
  } = {},
) {
  return assemblePlan({
    pairings,
    inventory: new Map(rows.map((row) => [row.id, row])),
    links: new Map(),
    decisions: indexDecisions(decided),
    ...nothingKnown,
    ...spec,
  });
}

/** What is planned, skipped and asked, in short. */
function outcome({ changes, skips, proposals }: ReturnType<typeof plan>) {
  return {
    changes: changes.map(({ op }) => op),
    skips: skips.map(({ reason }) => reason),
    proposals: proposals.map(({ kind, state, reason }) => `${kind} ${state} ${reason}`),
  };
}

describe('a pair that is likely', () => {
  const pairing = doubtful('proposed', 'PROPOSED');

  it('waits with what would be written, and is skipped for the reason that matching gave', () => {
    const assembled = plan([pairing]);
    expect(outcome(assembled)).toEqual({
      changes: [],
      skips: ['PROPOSED'],
      proposals: ['link proposed PROPOSED'],
    });
    expect(assembled.skips).toEqual([{ item: item.key, name: item.name, reason: 'PROPOSED', candidates }]);
    expect(assembled.proposals).toMatchObject([
      {
        item: item.key,
        candidates,
        change: { op: 'link', factSheetId: 'fs-1' },
        source: { kind: item.kind },
      },
    ]);
    expect(assembled.tally).toMatchObject({ items: 1, unchanged: 0, skipped: { PROPOSED: 1 } });
  });

  it('is linked where the policy says so, and only what the policy says of both', () => {
    expect(outcome(plan([pairing], { rules: under({ proposed: 'apply' }) }))).toEqual({
      changes: ['link'],
      skips: [],
      proposals: [],
    });
    expect(outcome(plan([pairing], { rules: under({ proposed: 'ignore' }) }))).toEqual({
      changes: [],
      skips: ['PROPOSED'],
      proposals: [],
    });
  });

  it('is left where a person declined it, and told as that', () => {
    const rejected: Decision = { ...said, verdict: 'reject', factSheetId: 'fs-1' };
    expect(outcome(plan([pairing], { decided: [rejected] }))).toEqual({
      changes: [],
      skips: ['DECLINED'],
      proposals: [],
    });
  });

  it('is a choice where nothing can be written: its fact sheet is out of sight, or another means it too', () => {
    const choice = { changes: [], skips: ['PROPOSED'], proposals: ['review proposed PROPOSED'] };
    expect(outcome(plan([pairing], { rows: [] }))).toEqual(choice);
    const other = anItem({ nativeId: 'lms-2' });
    const linked: Pairing = {
      state: 'linked',
      item: other,
      factSheet: sheet,
      by: 'stored link',
      link: aLink(),
    };
    expect(outcome(plan([pairing, linked])).proposals).toEqual(choice.proposals);
  });

  it('is noted only as far as its object goes: what would be written may never be', () => {
    const rules: FlowRules = {
      ...under({ proposed: 'apply' }),
      tags: ['Nowhere'],
      remarks: () => ['A remark.'],
    };
    expect(plan([pairing], { rules }).notes).toEqual(['A remark. (1 object)']);
  });
});

describe('a pair that a person must choose', () => {
  const pairing = doubtful('ambiguous', 'AMBIGUOUS_CANDIDATES');

  it('is asked about, but for what settles itself', () => {
    expect(outcome(plan([pairing]))).toEqual({
      changes: [],
      skips: ['AMBIGUOUS_CANDIDATES'],
      proposals: ['review ambiguous AMBIGUOUS_CANDIDATES'],
    });
    expect(outcome(plan([doubtful('ambiguous', 'AMBIGUOUS_PARTIAL')]))).toEqual({
      changes: [],
      skips: ['AMBIGUOUS_PARTIAL'],
      proposals: [],
    });
  });

  it('is skipped and not asked about where the policy wants no such question', () => {
    expect(outcome(plan([pairing], { rules: under({ ambiguous: 'ignore' }) }))).toEqual({
      changes: [],
      skips: ['AMBIGUOUS_CANDIDATES'],
      proposals: [],
    });
  });

  it('is left where a person declined all of it', () => {
    const standing = [{ where: { name: ['*'] }, change: 'link', verdict: 'never', when: said.when } as const];
    const declined = plan([pairing], { standing });
    expect(declined.skips.map(({ reason }) => reason)).toEqual(['DECLINED']);
    expect(declined.proposals).toEqual([]);
  });
});

describe('an item that is to be made', () => {
  const made: Pairing = { state: 'new', item };

  it('waits under the policy, and is made where a person decided so', () => {
    expect(outcome(plan([made], { rows: [], rules: under({ create: 'inbox' }) }))).toEqual({
      changes: [],
      skips: ['INBOX'],
      proposals: ['create new INBOX'],
    });
    const decided: Pairing = { ...made, decided: true };
    expect(outcome(plan([decided], { rows: [], rules: under({ create: 'ignore' }) })).changes).toEqual([
      'create',
    ]);
  });

  it('is a choice among those that bear its name', () => {
    const taken = plan([made], { otherLinks: [aLink({ item: keyOf('lms-9') })] });
    expect(outcome(taken)).toEqual({
      changes: [],
      skips: ['NAME_TAKEN'],
      proposals: ['review new NAME_TAKEN'],
    });
    expect(taken.proposals[0]?.candidates).toMatchObject([{ factSheetId: 'fs-1', takenBy: keyOf('lms-9') }]);
    expect(taken.skips).toEqual([{ item: item.key, name: item.name, reason: 'NAME_TAKEN' }]);
  });

  it('is no choice where the policy or a person is against it, or all who bear its name were rejected', () => {
    const nothing = { changes: [], skips: ['NAME_TAKEN'], proposals: [] };
    expect(outcome(plan([made], { rules: under({ create: 'ignore' }) }))).toEqual(nothing);
    const declined: Decision = { ...said, verdict: 'decline', change: 'create' };
    expect(outcome(plan([made], { decided: [declined] }))).toEqual(nothing);
    const rejected: Decision = { ...said, verdict: 'reject', factSheetId: 'fs-1' };
    expect(outcome(plan([made], { decided: [rejected] }))).toEqual(nothing);
  });
});

describe('an item that is left alone', () => {
  it('is counted under its reason, those that were not paired too', () => {
    const ignored = ['NOT_INCLUDED', 'EXCLUDED', 'NO_ID', 'EXCLUDED'].map((reason, index) => ({
      item: keyOf(`a${index}`),
      name: 'A',
      reason,
    }));
    const assembled = plan([{ state: 'ignored', item, reason: 'HELD' }], { ignored });
    expect(assembled.skips).toEqual([...ignored, { item: item.key, name: item.name, reason: 'HELD' }]);
    expect(assembled.tally).toMatchObject({ items: 5, unchanged: 0 });
    expect(Object.entries(assembled.tally.skipped)).toEqual([
      ['EXCLUDED', 2],
      ['HELD', 1],
      ['NOT_INCLUDED', 1],
      ['NO_ID', 1],
    ]);
  });
});

describe('an item that is gone', () => {
  const old = aFactSheet({ id: 'fs-old', name: 'Old' });
  const gone = {
    rows: [old],
    links: linksOf(aLink({ item: keyOf('old'), factSheetId: 'fs-old' })),
    vanished: new Map([[keyOf('old'), '2026-03-01']]),
  };

  it('waits under the policy, and how many are not retired is told', () => {
    const kept = plan([], { ...gone, rules: under({ retire: 'inbox' }) });
    expect(outcome(kept)).toEqual({ changes: [], skips: [], proposals: ['review gone INBOX'] });
    expect(kept.notes).toEqual(['1 fact sheet whose object is gone is not retired: policy.retire is inbox.']);
    const ignored = plan([], { ...gone, rules: under({ retire: 'ignore' }) });
    expect(outcome(ignored).proposals).toEqual([]);
    expect(ignored.notes).toEqual([
      '1 fact sheet whose object is gone is not retired: policy.retire is ignore.',
    ]);
    expect(plan([], gone).notes).toEqual([]);
    const two = [
      ['old', 'fs-old'],
      ['older', 'fs-older'],
    ] as const;
    const both = plan([], {
      rows: two.map(([, id]) => aFactSheet({ id })),
      links: linksOf(...two.map(([id, factSheetId]) => aLink({ item: keyOf(id), factSheetId }))),
      vanished: new Map(two.map(([id]) => [keyOf(id), '2026-03-01'])),
      rules: under({ retire: 'ignore' }),
    });
    expect(both.notes).toEqual([
      '2 fact sheets whose object is gone are not retired: policy.retire is ignore.',
    ]);
  });

  it('is left alone while it is held', () => {
    const held = new Map([[keyOf('old'), {}]]);
    const missing = new Set([keyOf('old')]);
    expect(outcome(plan([], { ...gone, held })).changes).toEqual([]);
    expect(plan([], { ...gone, vanished: new Map(), missing, held }).tally.missing).toBe(0);
    expect(plan([], { ...gone, vanished: new Map(), missing }).tally.missing).toBe(1);
  });
});

describe('an item that is linked', () => {
  const written = { name: sheet.name, alias: 'my400123' };
  const linked = (row: FactSheet, link = aLink({ written })): Pairing => ({
    state: 'linked',
    item,
    factSheet: row,
    by: 'stored link',
    link,
  });

  it('that was given up loses its link, and what takes its place is linked', () => {
    const decided: Decision = { ...said, verdict: 'link', factSheetId: 'fs-2' };
    const rows = [aFactSheet({ externalId: item.key }), aFactSheet({ id: 'fs-2', name: 'Finance' })];
    const links = linksOf(aLink({ by: 'name' }));
    const pairing: Pairing = { state: 'linked', item, factSheet: rows[1] ?? sheet, by: 'decision' };
    const assembled = plan([pairing], { rows, links, decided: [decided] });
    expect(assembled.changes.map(({ op, item: about }) => `${op} ${about}`)).toEqual([
      `link ${item.key}`,
      `unlink former ${item.key}`,
    ]);
    const held = new Map([[item.key, {}]]);
    expect(outcome(plan([pairing], { rows, links, decided: [decided], held })).changes).toEqual(['link']);
  });

  it('and as it should be is unchanged; a name that is given free is counted', () => {
    const row = aFactSheet({ fields: { alias: 'my400123' } });
    const rules: FlowRules = { ...landscape, fields: () => [] };
    const links = linksOf(aLink({ written }));
    const quiet = plan([linked(row)], { rows: [row], links, rules });
    expect(quiet.tally).toMatchObject({ items: 1, unchanged: 1, freedNames: 0, skipped: {} });
    const renamed = anItem({ name: 'my999' });
    const update = plan([{ ...linked(row), item: renamed } as Pairing], { rows: [row], links, rules });
    expect(outcome(update).changes).toEqual(['update']);
    expect(update.tally).toMatchObject({ unchanged: 0, freedNames: 1 });
    // What is made, and what is changed elsewhere, gives no name free.
    const other = aFactSheet({ fields: { alias: 'before' } });
    const kept = linksOf(aLink({ written: { ...written, alias: 'before' } }));
    const follows = plan(
      [linked(other, kept.get(item.key)), { state: 'new', item: anItem({ nativeId: 'n', name: 'n' }) }],
      {
        rows: [other],
        links: kept,
      },
    );
    expect(outcome(follows).changes).toEqual(['create', 'update']);
    expect(follows.tally.freedNames).toBe(0);
  });

  it('and in conflict is neither unchanged nor skipped', () => {
    const row = aFactSheet({ fields: { alias: 'theirs', lxHostingType: 'onPremise' } });
    const before = { ...written, alias: 'before', lxHostingType: 'paas' };
    const links = linksOf(aLink({ written: before }));
    const cloud = {
      ...linked(row, links.get(item.key)),
      item: anItem({ attributes: { deploymentModel: 'SAP Public Cloud' } }),
    };
    const assembled = plan([cloud as Pairing], { rows: [row], links });
    expect(assembled.conflicts.map(({ key }) => key)).toEqual(['alias', 'lxHostingType']);
    expect(assembled.tally).toMatchObject({ unchanged: 0, skipped: {} });
  });
});

it('tells skips, conflicts and proposals in the order of their items', () => {
  const items = ['c', 'a', 'b'].map((nativeId) => anItem({ nativeId, name: nativeId }));
  const pairings = items.map(
    (one): Pairing => ({ state: 'ambiguous', item: one, candidates, reason: 'AMBIGUOUS_NAME' }),
  );
  const { skips, proposals } = plan(pairings);
  const keys = ['a', 'b', 'c'].map(keyOf);
  expect(skips.map((skip) => skip.item)).toEqual(keys);
  expect(proposals.map((proposal) => proposal.item)).toEqual(keys);
});
