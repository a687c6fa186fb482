// Laws of what waits and of what was decided: nothing is lost between plan and inbox, a decision holds whatever
// happens afterwards, and deciding again changes nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decision, indexDecisions } from '../../shared/core/decision.ts';
import { answerOf } from '../../shared/core/inbox/answer.ts';
import { decideOn, isToBeDone, type Verdict } from '../../shared/core/inbox/decide.ts';
import { keepDecisions } from '../../shared/core/inbox/keep-decisions.ts';
import type { Proposal } from '../../shared/core/inbox/proposal.ts';
import { classOf } from '../../shared/core/inbox/question.ts';
import type { Standing } from '../../shared/core/inbox/standing.ts';
import type { AssembledPlan } from '../../shared/core/plan/assemble.ts';
import type { Change } from '../../shared/core/plan/plan.ts';
import { restrictPlan } from '../../shared/core/plan/restrict.ts';
import type { FlowRules } from '../../shared/core/rules.ts';
import { isSelected } from '../../shared/core/select.ts';
import type { Policy } from '../../shared/core/settings.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { anyEvents, anyObjects, anyRows, happen, startWorld } from '../support/arbitraries.ts';
import { keyOf, tagId } from '../support/builders.ts';
import { applyPlan, planOf, type World } from '../support/paper-run.ts';

const policy = fc.constantFrom<Policy[]>('apply', 'inbox', 'inbox', 'ignore');
const anyPolicy: fc.Arbitrary<FlowRules['policy']> = fc.record({
  create: policy,
  link: policy,
  update: policy,
  retire: policy,
  proposed: policy,
  ambiguous: fc.constantFrom<Policy[]>('inbox', 'ignore'),
});
const under = (policies: FlowRules['policy']): FlowRules => ({ ...landscape, policy: policies });
const allWaits = under({
  create: 'inbox',
  link: 'inbox',
  update: 'inbox',
  retire: 'inbox',
  proposed: 'inbox',
  ambiguous: 'inbox',
});

/** Something is linked already, or nothing; then a day passes. */
const anyWorld: fc.Arbitrary<World> = fc
  .record({ objects: anyObjects, rows: anyRows, isFirst: fc.boolean(), day: anyEvents })
  .map(({ objects, rows, isFirst, day }) => {
    const start = startWorld(objects, rows);
    return isFirst ? start : happen(applyPlan(start, planOf(start)).world, day);
  });

const anyVerdicts = fc.array(
  fc.constantFrom<Verdict[]>(
    { say: 'accept' },
    { say: 'accept', anew: true },
    { say: 'reject' },
    { say: 'ignore' },
  ),
  { minLength: 1, maxLength: 8 },
);

let clock = 0;
function decide(
  world: World,
  { proposals }: Pick<AssembledPlan, 'proposals'>,
  verdicts: readonly Verdict[],
): { world: World; news: Decision[] } {
  clock += 1;
  const when = new Date(clock * 1000).toISOString();
  const news = proposals.flatMap((proposal, index) => {
    const verdict = verdicts[index % verdicts.length];
    return verdict === undefined ? [] : decideOn(proposal, verdict, { when });
  });
  return { world: { ...world, decisions: keepDecisions(world.decisions ?? [], news) }, news };
}

const keysOf = (entries: readonly { item: string }[]) => entries.map(({ item }) => item);

describe('what waits', () => {
  it('is what the policy left to a person, each item once, and nothing that is written', () => {
    fc.assert(
      fc.property(anyWorld, anyPolicy, (world, policies) => {
        const { changes, proposals, skips, conflicts } = planOf(world, under(policies));
        expect(new Set(keysOf(proposals)).size).toBe(proposals.length);
        const written = new Set(keysOf(changes));
        // A field that both sides changed waits by itself, whatever else is written.
        for (const { item, change } of proposals) expect(change && written.has(item)).not.toBe(true);
        const told = new Set([...keysOf(skips), ...keysOf(conflicts)]);
        for (const { item, state } of proposals) expect(state === 'gone' || told.has(item)).toBe(true);
        const waiting = new Set(keysOf(proposals));
        for (const { item, reason } of skips) if (reason === 'INBOX') expect(waiting.has(item)).toBe(true);
        for (const { change, candidates, conflicts } of proposals)
          expect(change !== undefined || conflicts !== undefined || candidates.length > 0).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('does not depend on the order of anything', () => {
    fc.assert(
      fc.property(anyWorld, anyVerdicts, anyPolicy, (world, verdicts, policies) => {
        const decided = decide(world, planOf(world, allWaits), verdicts).world;
        const turned: World = {
          ...decided,
          items: [...decided.items].reverse(),
          rows: new Map([...decided.rows].reverse()),
          links: new Map([...decided.links].reverse()),
          decisions: [...(decided.decisions ?? [])].reverse(),
        };
        expect(planOf(turned, under(policies))).toEqual(planOf(decided, under(policies)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a decision', () => {
  it('twice is the same as once, whoever says it later', () => {
    fc.assert(
      fc.property(anyWorld, anyVerdicts, (world, verdicts) => {
        const plan = planOf(world, allWaits);
        const once = decide(world, plan, verdicts);
        const twice = decide(once.world, plan, verdicts);
        expect(twice.world.decisions).toEqual(once.world.decisions);
        const named = once.news.map((decision) => ({
          ...decision,
          who: 'Ada',
          when: '2030-01-01T00:00:00Z',
        }));
        expect(keepDecisions(once.world.decisions ?? [], named)).toEqual(once.world.decisions);
      }),
    );
  });

  it('is kept as the same, whatever the order in which those of one moment are given', () => {
    fc.assert(
      fc.property(anyWorld, anyVerdicts, (world, verdicts) => {
        const { news } = decide(world, planOf(world, allWaits), verdicts);
        const links = news
          .filter(({ verdict }) => verdict === 'link')
          .map((link) => 'factSheetId' in link && link.factSheetId);
        fc.pre(new Set(links).size === links.length);
        expect(keepDecisions([], [...news].reverse())).toEqual(keepDecisions([], news));
      }),
    );
  });

  it('answers what was proposed, and leaves nothing of it to wait', () => {
    fc.assert(
      fc.property(anyWorld, anyVerdicts, (world, verdicts) => {
        const plan = planOf(world, allWaits);
        const { world: decided, news } = decide(world, plan, verdicts);
        const answers = { decisions: indexDecisions(decided.decisions ?? []), standing: [] };
        const answered = new Set(keysOf(news));
        for (const proposal of plan.proposals) {
          expect(answerOf(proposal, answers) === 'open').toBe(!answered.has(proposal.item));
        }
      }),
    );
  });

  it('that accepts is done by the next night, and nothing is left to do of it after that', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const plan = planOf(world, allWaits);
        const { world: decided, news } = decide(world, plan, [{ say: 'accept' }]);
        const done = planOf(decided, allWaits);
        // A name that is set free tonight can be given tomorrow only.
        fc.pre(done.tally.freedNames === 0);
        const accepted = new Set(keysOf(news));
        const seen = new Map(plan.proposals.map((proposal) => [proposal.item, proposal]));
        const variants = new Map(decided.items.map((item) => [item.key, landscape.names(item)]));
        for (const { item, op, name } of done.changes) {
          const { change: shown, conflicts } = seen.get(item) ?? {};
          if (shown === undefined) {
            expect([op, conflicts === undefined]).toEqual(['update', false]);
            continue;
          }
          expect(shown.op).toBe(op);
          // A shorter name is free where another item of that name was linked by the same word.
          const places = [name, shown.name].map((text) => variants.get(item)?.indexOf(text) ?? -1);
          if (op === 'create') expect(places).toEqual([...places].sort((left, right) => left - right));
          else expect(name).toBe(shown.name);
        }
        // A name that another fact sheet bears cannot be taken yet.
        const left = new Set(keysOf(done.conflicts));
        const due = [...accepted].filter((item) => !left.has(item));
        expect(keysOf(done.changes)).toEqual(expect.arrayContaining(due));
        for (const item of keysOf(done.changes)) expect(accepted.has(item)).toBe(true);
        const after = planOf(applyPlan(decided, done).world, allWaits);
        for (const { item } of [...after.changes, ...after.proposals]) expect(accepted.has(item)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('that rejects a pair holds whatever either side is called and whatever happens', () => {
    fc.assert(
      fc.property(anyWorld, anyEvents, anyPolicy, (world, day, policies) => {
        const { world: decided, news } = decide(world, planOf(world, allWaits), [{ say: 'reject' }]);
        const rejected = new Set(
          news.flatMap((decision) =>
            decision.verdict === 'reject' ? [`${decision.item} ${decision.factSheetId}`] : [],
          ),
        );
        const later = happen(decided, day);
        const { changes, proposals } = planOf(later, under(policies));
        for (const change of changes) {
          if (change.op !== 'link') continue;
          expect(rejected.has(`${change.item} ${change.factSheetId}`)).toBe(false);
        }
        for (const { item, change } of proposals) {
          if (change?.op === 'link') expect(rejected.has(`${item} ${change.factSheetId}`)).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('to ignore leaves the item alone on every night to come', () => {
    fc.assert(
      fc.property(anyWorld, anyEvents, anyPolicy, (world, day, policies) => {
        const { world: decided, news } = decide(world, planOf(world, allWaits), [{ say: 'ignore' }]);
        const ignored = new Set(keysOf(news));
        const { changes, proposals } = planOf(happen(decided, day), under(policies));
        for (const { item } of [...changes, ...proposals]) expect(ignored.has(item)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('to link holds after a rename on either side, and is written once', () => {
    fc.assert(
      fc.property(anyWorld, anyEvents, (world, day) => {
        const plan = planOf(world, allWaits);
        const { world: decided, news } = decide(world, plan, [{ say: 'accept' }]);
        const done = applyPlan(decided, planOf(decided, allWaits)).world;
        const after = planOf(happen(done, day), allWaits);
        for (const decision of news) {
          if (decision.verdict !== 'link') continue;
          expect(done.links.get(decision.item)?.factSheetId).toBe(decision.factSheetId);
          expect(after.changes.filter(({ item, op }) => item === decision.item && op === 'link')).toEqual([]);
        }
      }),
    );
  });
});

describe('a decision on all that fit', () => {
  const anyStanding: fc.Arbitrary<Standing> = fc.record({
    verdict: fc.constantFrom('always' as const, 'never' as const),
    change: fc.constantFrom('create' as const, 'link' as const, 'update' as const, 'any' as const),
    where: fc.constantFrom<Standing['where'][]>(
      { kind: ['CloudService'] },
      { name: ['my*', 'p*'] },
      { role: ['PROD'] },
    ),
    when: fc.constant('2026-01-01T00:00:00Z'),
  });

  it('holds for those to come, whatever is renamed and whatever the policy says', () => {
    fc.assert(
      fc.property(anyWorld, anyEvents, anyPolicy, anyStanding, (world, day, policies, standing) => {
        const later = happen({ ...world, standing: [standing] }, day);
        const { changes, proposals } = planOf(later, under(policies));
        const fitting = new Set(
          later.items.filter((item) => isSelected(item, [standing.where])).map(({ key }) => key),
        );
        const isMeant = (change: Pick<Change, 'op'>) =>
          standing.change === 'any' || classOf(change) === standing.change;
        if (standing.verdict === 'never') {
          for (const change of changes) {
            const isGone = change.op === 'retire' || change.op === 'archive';
            expect(!isGone && fitting.has(change.item) && isMeant(change)).toBe(false);
          }
        }
        // Either way there is nothing left to ask about it; what only a choice can settle still waits where it may.
        for (const { item, change } of proposals) {
          const isAsked = change !== undefined && change.op !== 'retire' && isMeant(change);
          expect(isAsked && fitting.has(item)).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('a decision against a link', () => {
  /** One of the linked items, and a fact sheet that is nobody's. */
  const anyContradiction = fc
    .tuple(anyWorld, fc.nat(), fc.nat(), fc.constantFrom('link' as const, 'reject' as const))
    .map(([start, at, other, verdict]) => {
      const world = applyPlan(start, planOf(start)).world;
      const taken = new Set([...world.links.values()].map(({ factSheetId }) => factSheetId));
      const free = [...world.rows.values()].filter(
        ({ id, status, externalId }) => status === 'ACTIVE' && externalId === '' && !taken.has(id),
      );
      const wanted = world.items.filter((item) => landscape.skip(item) === undefined);
      const present = new Set(wanted.map(({ key }) => key));
      const linked = [...world.links.values()].filter(
        ({ item, factSheetId }) => present.has(item) && world.rows.get(factSheetId)?.status === 'ACTIVE',
      );
      const link = linked[at % Math.max(1, linked.length)];
      const sheet = verdict === 'reject' ? link?.factSheetId : free[other % Math.max(1, free.length)]?.id;
      return { world, link, sheet, verdict };
    });

  it('parts that pair and touches no other, leaves no mark of ours, and is done once', () => {
    fc.assert(
      fc.property(anyContradiction, ({ world, link, sheet, verdict }) => {
        fc.pre(link !== undefined && sheet !== undefined);
        if (link === undefined || sheet === undefined) return;
        const said: Decision = { item: link.item, when: '2026-01-01T00:00:00Z', verdict, factSheetId: sheet };
        const decided = { ...world, decisions: [said] };
        const before = planOf(world);
        const plan = planOf(decided);
        const about = (item: string) => item.endsWith(link.item);
        const others = ({ changes }: AssembledPlan) => changes.filter(({ item }) => !about(item));
        expect(keysOf(others(plan))).toEqual(expect.arrayContaining(keysOf(others(before))));
        const done = applyPlan(decided, plan).world;
        const former = done.rows.get(link.factSheetId);
        expect(former?.status === 'ARCHIVED' || former?.externalId !== link.item).toBe(true);
        // A person may have set the tag before: then it is theirs.
        const isOurTag = link.written.tags === tagId && former?.status === 'ACTIVE';
        expect(isOurTag && former.tagIds.includes(tagId)).toBe(false);
        const now = done.links.get(link.item)?.factSheetId;
        expect(now).not.toBe(link.factSheetId);
        if (verdict === 'link') expect(now).toBe(sheet);
        const next = planOf(done).changes.filter(({ item }) => about(item));
        expect(next.filter(({ op }) => op === 'unlink' || op === 'archive' || op === 'link')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a small run', () => {
  const anyItems = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8', 'gone'), {
    minLength: 1,
  });

  it('does of its items what the night would do, ends nothing, and counts each item once', () => {
    fc.assert(
      fc.property(anyWorld, anyItems, anyPolicy, (world, ids, policies) => {
        const whole = planOf(world, under(policies));
        const items = new Set(ids.map(keyOf));
        const present = new Set(world.items.map(({ key }) => key));
        const part = restrictPlan(whole, items, present);
        const expected = whole.changes.filter(({ item, op }) => items.has(item) && op !== 'retire');
        expect(part.changes).toEqual(expected);
        const { skipped, unchanged } = part.tally;
        const skips = Object.values(skipped).reduce((sum, count) => sum + count, 0);
        const touched = new Set(keysOf([...part.changes, ...part.conflicts]));
        expect(skips + unchanged + touched.size).toBe(items.size);
      }),
      { numRuns: 400 },
    );
  });

  it('is needed for whatever changes what a night would do, and for nothing else', () => {
    fc.assert(
      fc.property(anyWorld, anyVerdicts, (world, verdicts) => {
        const plan = planOf(world, allWaits);
        const { world: decided, news } = decide(world, plan, verdicts);
        const next = planOf(decided, allWaits);
        const toDo = new Set(news.filter(isToBeDone).map(({ item }) => item));
        const isNight = (proposal: Proposal | undefined) => proposal?.change?.op === 'retire';
        const before = new Map(plan.proposals.map((proposal) => [proposal.item, proposal]));
        for (const { item } of next.changes) {
          expect(toDo.has(item) || isNight(before.get(item))).toBe(true);
        }
      }),
    );
  });
});
