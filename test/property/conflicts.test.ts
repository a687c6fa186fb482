// Laws of values that both sides changed: each is asked about once, what a person said is done and remembered, and
// nothing that they have not seen is written over.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configureRules } from '../../shared/core/configure-rules.ts';
import { indexDecisions } from '../../shared/core/decision.ts';
import { answerOf } from '../../shared/core/inbox/answer.ts';
import { decideOn, type Verdict } from '../../shared/core/inbox/decide.ts';
import type { Dispute } from '../../shared/core/inbox/dispute.ts';
import { keepDecisions } from '../../shared/core/inbox/keep-decisions.ts';
import { itemOf } from '../../shared/core/item.ts';
import { blockIn, findBlock } from '../../shared/core/map/block.ts';
import type { FactSheet, Item } from '../../shared/core/model.ts';
import type { AssembledPlan } from '../../shared/core/plan/assemble.ts';
import { textOf } from '../../shared/core/plan/holds.ts';
import type { FlowRules } from '../../shared/core/rules.ts';
import type { FlowSettings, Policy } from '../../shared/core/settings.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { anyMappedSettings, mappedModel } from '../support/any-mapping.ts';
import { tenant } from '../support/builders.ts';
import { anyHistory, type History, nightsOf, withoutNames, withPull } from '../support/nights.ts';
import { applyPlan, planOf, type World } from '../support/paper-run.ts';

/** At the source all is called and said otherwise; in LeanIX somebody has worked on every fact sheet. */
function bothMove(world: World, by: string): World {
  const items = world.items.map(({ kind, nativeId, name, attributes }) =>
    itemOf('cloud-alm', tenant, {
      kind,
      nativeId,
      name: `${name} for ${by}`,
      attributes: {
        ...attributes,
        systemNumber: `${by}${nativeId}`,
        deploymentModel: `of ${by}`,
        goLive: dayOf(by, 2021),
      },
    }),
  );
  return edit({ ...world, items }, by);
}

const dayOf = (by: string, year: number) => `${year}-01-0${by.length}`;

/** Two phases follow the source, of which people change the first. */
const dated = { plan: '{goLive}', active: '{goLive}' };
const withDates = (world: World): World => ({
  ...world,
  items: world.items.map(({ kind, nativeId, name, attributes }) =>
    itemOf('cloud-alm', tenant, {
      kind,
      nativeId,
      name,
      attributes: { ...attributes, goLive: '2020-01-01' },
    }),
  ),
});

function edit(world: World, by: string): World {
  const edited = (row: FactSheet): FactSheet => {
    if (row.status !== 'ACTIVE') return row;
    const description = row.fields.description ?? '';
    const alias = row.fields.alias ?? '';
    return {
      ...row,
      name: `${row.name} of ${by}`,
      displayName: `${row.name} of ${by}`,
      rev: row.rev + 1,
      lifecycle: row.lifecycle.map((phase, index) =>
        index === 0 ? { ...phase, startDate: dayOf(by, 2001) } : phase,
      ),
      fields: { ...row.fields, alias: inBlock(alias, by), description: inBlock(description, by) },
    };
  };
  return { ...world, rows: new Map([...world.rows].map(([id, row]) => [id, edited(row)])) };
}

/** Within the block where there is one. */
function inBlock(text: string, by: string): string {
  const found = findBlock(text);
  return found.state === 'whole' ? text.replace(found.text, `${found.text} ${by}`) : `${text} ${by}`;
}

interface Disputed {
  world: World;
  plan(world: World): AssembledPlan;
  /** What stands there, of a block what is in it. */
  standing(world: World, dispute: Dispute): string;
  disputes: readonly (Dispute & { item: string })[];
}

const anyPolicy = fc.constantFrom<Policy[]>('apply', 'apply', 'inbox');

const rulesOf = (settings: FlowSettings, update: Policy): FlowRules => {
  const rules = configureRules(landscape, { ...settings, lifecycle: dated });
  return { ...rules, policy: { ...rules.policy, update } };
};

function disputedAfter(history: History, settings: FlowSettings): World {
  const plan = (world: World) => planOf(world, rulesOf(settings, 'apply'), mappedModel);
  const last = nightsOf(history, plan, withDates).at(-1);
  if (last === undefined) throw new Error('no night');
  return bothMove(last.after, 'Ada');
}

function everyDispute(check: (disputed: Disputed) => void): void {
  fc.assert(
    fc.property(anyHistory, anyMappedSettings, anyPolicy, (history, settings, update) => {
      const rules = rulesOf(settings, update);
      const plan = (world: World) => planOf(world, rules, mappedModel);
      const world = disputedAfter(history, settings);
      const disputes = plan(world).proposals.flatMap(({ item, conflicts = [] }) =>
        conflicts.map((dispute) => ({ ...dispute, item })),
      );
      const standing = ({ rows }: World, { key, factSheetId }: Dispute) => {
        const row = rows.get(factSheetId);
        const text = row === undefined ? '' : textOf(row, key);
        const rule = settings.mapping[key];
        return typeof rule === 'object' && 'block' in rule ? blockIn(text) : text;
      };
      check({ world, plan, standing, disputes });
    }),
    { numRuns: 120 },
  );
}

let moments = 0;
function decide(
  world: World,
  { proposals }: AssembledPlan,
  verdicts: readonly (Verdict | undefined)[],
): World {
  moments += 1;
  const when = new Date(moments * 1000).toISOString();
  const news = proposals.flatMap((proposal, index) => {
    const verdict = verdicts[index % verdicts.length];
    return verdict === undefined ? [] : decideOn(proposal, verdict, { when });
  });
  return { ...world, decisions: keepDecisions(world.decisions ?? [], news) };
}

const accept: Verdict = { say: 'accept' };
const reject: Verdict = { say: 'reject' };

describe('a value that both sides changed', () => {
  it('is asked about once, with what was written last and what either side says', () => {
    let seen = 0;
    everyDispute(({ world, plan, standing, disputes }) => {
      seen += disputes.length;
      const told = plan(world).conflicts.map(({ item, key }) => `${item} ${key}`);
      expect(disputes.map(({ item, key }) => `${item} ${key}`).sort()).toEqual([...told].sort());
      for (const dispute of disputes) {
        const { item, key, before, ours, theirs } = dispute;
        expect(new Set([before, ours, theirs]).size).toBe(3);
        expect(standing(world, dispute)).toBe(theirs);
        const written = world.links.get(item)?.written[key] ?? '';
        expect([written, blockIn(written)]).toContain(before);
      }
    });
    expect(seen).toBeGreaterThan(100);
  });

  it('is that of the source once a person has accepted it, and there is nothing left to do', () => {
    everyDispute(({ world, plan, standing, disputes }) => {
      const decided = decide(world, plan(world), [accept]);
      const done = plan(decided);
      const { world: after, report } = applyPlan(decided, done);
      expect(report.counts.failed).toBe(0);
      const left = new Set(done.conflicts.map(({ item, key }) => `${item} ${key}`));
      for (const dispute of disputes) {
        const { item, key, ours, theirs } = dispute;
        // A name that another fact sheet bears stays as it is.
        expect(standing(after, dispute)).toBe(left.has(`${item} ${key}`) ? theirs : ours);
        expect(key === 'name' || !left.has(`${item} ${key}`)).toBe(true);
      }
      if (done.tally.freedNames > 0) return;
      const again = plan(withPull(after, world.lastPull));
      expect(again.changes).toEqual([]);
      expect(withoutNames(again.conflicts)).toEqual(withoutNames(done.conflicts));
    });
  });

  it('is that of LeanIX once a person has rejected the other, and is asked about no more until the source moves', () => {
    everyDispute(({ world, plan, standing, disputes }) => {
      const decided = decide(world, plan(world), [reject]);
      const done = plan(decided);
      const about = ({ proposals }: AssembledPlan) => proposals.filter(({ conflicts }) => conflicts);
      expect([done.conflicts, about(done)]).toEqual([[], []]);
      const after = applyPlan(decided, done).world;
      for (const dispute of disputes) expect(standing(after, dispute)).toBe(dispute.theirs);
      expect(plan(after).changes.filter(({ op }) => op === 'update')).toEqual([]);
      // Somebody works on it again: the answer was about the value of the source.
      const edited = edit(after, 'Ben');
      expect(about(plan(edited))).toEqual([]);
      const again = plan(bothMove(after, 'Cleo')).conflicts.map(({ item, key }) => `${item} ${key}`);
      const fixed = new Set(['x', 'one', 'two']);
      for (const { item, key, ours } of disputes) {
        const isMapped = key === 'name' || !(fixed.has(ours) || key.startsWith('lifecycle/'));
        if (isMapped && after.items.some((one) => one.key === item && ours.includes('Ada'))) {
          expect(again).toContain(`${item} ${key}`);
        }
      }
    });
  });

  it('is not written over where it was changed again after it was accepted, and is asked about anew', () => {
    everyDispute(({ world, plan, standing, disputes }) => {
      const decided = edit(decide(world, plan(world), [accept]), 'Ben');
      const done = plan(decided);
      const { world: after } = applyPlan(decided, done);
      const asked = done.proposals.flatMap(({ item, conflicts = [] }) =>
        conflicts.map(({ key }) => `${item} ${key}`),
      );
      for (const dispute of disputes) {
        const isEdited = standing(decided, dispute) !== dispute.theirs;
        if (!isEdited) continue;
        expect(standing(after, dispute)).toBe(standing(decided, dispute));
        expect(asked).toContain(`${dispute.item} ${dispute.key}`);
      }
    });
  });

  it('is written as decided where other changes of its fact sheet wait, and those alone still wait', () => {
    let split = 0;
    fc.assert(
      fc.property(anyHistory, anyMappedSettings, (history, settings) => {
        const world = disputedAfter(history, settings);
        const lax = planOf(world, rulesOf(settings, 'apply'), mappedModel);
        const plan = (one: World) => planOf(one, rulesOf(settings, 'inbox'), mappedModel);
        const before = plan(world);
        const decided = decide(
          world,
          { ...lax, proposals: lax.proposals.filter(({ conflicts }) => conflicts) },
          [accept],
        );
        const done = plan(decided);
        const asked = new Map(before.proposals.map((proposal) => [proposal.item, proposal]));
        for (const { item, op, fields } of done.changes) {
          if (op !== 'update') continue;
          const keys = (asked.get(item)?.conflicts ?? []).map(({ key }) => key);
          for (const { key } of fields) expect(keys).toContain(key);
          const waits = done.proposals.find((proposal) => proposal.item === item)?.change;
          expect(waits).toEqual(asked.get(item)?.change);
          if (waits !== undefined) split += 1;
        }
        const after = plan(withPull(applyPlan(decided, done).world, world.lastPull));
        if (done.tally.freedNames === 0) expect(after.changes).toEqual([]);
      }),
      { numRuns: 120 },
    );
    expect(split).toBeGreaterThan(10);
  });

  it('comes to the same end whatever is decided of each, and deciding twice is the same as once', () => {
    const anyVerdicts = fc.array(fc.constantFrom(accept, reject, { say: 'ignore' } as const, undefined), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        anyHistory,
        anyMappedSettings,
        anyPolicy,
        anyVerdicts,
        (history, settings, update, verdicts) => {
          const rules = rulesOf(settings, update);
          const plan = (one: World) => planOf(one, rules, mappedModel);
          const world = disputedAfter(history, settings);
          const asked = plan(world);
          const once = decide(world, asked, verdicts);
          expect(decide(once, asked, verdicts).decisions).toEqual(once.decisions);
          const answers = { decisions: indexDecisions(once.decisions ?? []), standing: [] };
          asked.proposals.forEach((proposal, index) => {
            const verdict = verdicts[index % verdicts.length];
            if (proposal.conflicts === undefined) return;
            const expected =
              verdict === undefined ? 'open' : verdict.say === 'accept' ? 'accepted' : 'declined';
            expect(answerOf(proposal, answers)).toBe(expected);
          });
          const done = plan(once);
          const { items, unchanged, skipped } = done.tally;
          const { report, world: after } = applyPlan(once, done);
          const { counts } = report;
          const skips = Object.values(skipped).reduce((sum, count) => sum + count, 0);
          const { created, updated, linked, conflict, failed } = counts;
          expect(created + updated + linked + unchanged + skips + conflict + failed).toBe(items);
          if (done.tally.freedNames === 0) expect(plan(withPull(after, world.lastPull)).changes).toEqual([]);
          const turned: World = { ...once, items: [...once.items].reverse() as Item[] };
          expect(plan(turned)).toEqual(done);
        },
      ),
      { numRuns: 120 },
    );
  });
});
