// Laws of systems that integration flows name: what is related is what a person decided or the policy lets pass, it is
// related once, and whatever is decided later moves it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../shared/core/decision.ts';
import { decideOn, type Verdict } from '../../shared/core/inbox/decide.ts';
import { keepDecisions } from '../../shared/core/inbox/keep-decisions.ts';
import type { Standing } from '../../shared/core/inbox/standing.ts';
import { isParty, itemOf, partyKey } from '../../shared/core/item.ts';
import type { DataModel, FactSheet, Item } from '../../shared/core/model.ts';
import type { AssembledPlan } from '../../shared/core/plan/assemble.ts';
import { restrictPlan } from '../../shared/core/plan/restrict.ts';
import type { FlowRules } from '../../shared/core/rules.ts';
import type { Policy } from '../../shared/core/settings.ts';
import { iflows } from '../../shared/flows/iflows.ts';
import { aFactSheet } from '../support/builders.ts';
import { applyPlan, planOf, type World } from '../support/paper-run.ts';

const provider = 'relInterfaceToProviderApplication';
const consumer = 'relInterfaceToConsumerApplication';
const model: DataModel = {
  types: {
    Interface: {
      fields: { externalId: { type: 'EXTERNALID' } },
      relations: {
        [provider]: { targetType: 'Application', fields: {} },
        [consumer]: { targetType: 'Application', fields: {} },
      },
    },
    Application: { fields: { externalId: { type: 'EXTERNALID' } }, relations: {} },
  },
  externalIdFields: {},
};

/** As flows call systems, and as the applications are called. */
const spoken = ['Warehouse Planner EMEA', 'Warehouse Planner', 'Webshop North', 'Payroll', 'Nobody knows'];
const called = [
  'Warehouse Planning EMEA',
  'Warehouse Planner EMEA (old)',
  'Webshop North 2',
  'Web shop of the north',
  'Payroll',
];

const anyItems: fc.Arbitrary<Item[]> = fc
  .array(
    fc.record(
      { sender: fc.constantFrom(...spoken), receiver: fc.constantFrom(...spoken) },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) => all.map((named, index) => flowOf(index, named)));

function flowOf(index: number, { sender, receiver }: { sender?: string; receiver?: string }): Item {
  return itemOf('cloud-integration', 'acme', {
    kind: 'INTEGRATION_FLOW',
    nativeId: `flow-${index}`,
    name: `Flow ${index}`,
    attributes: {
      status: 'Started',
      ...(sender !== undefined && { sender }),
      ...(receiver !== undefined && { receiver }),
    },
  });
}

const anyApplications: fc.Arbitrary<FactSheet[]> = fc
  .array(fc.constantFrom(...called), { maxLength: 6 })
  .map((names) =>
    names.map((name, index) =>
      aFactSheet({
        id: `application-${index}`,
        type: 'Application',
        name,
        displayName: name,
        externalId: '',
        rev: 1,
      }),
    ),
  );

const policy = fc.constantFrom<Policy[]>('apply', 'inbox', 'ignore');
const anyRules: fc.Arbitrary<FlowRules> = fc
  .record({ proposed: policy, ambiguous: fc.constantFrom<Policy[]>('inbox', 'ignore') })
  .map((policies) => ({ ...iflows, policy: { ...iflows.policy, ...policies } }));

const anyVerdicts = fc.array(
  fc.constantFrom<(Verdict | undefined)[]>(
    { say: 'accept' },
    { say: 'accept', anew: true },
    { say: 'reject' },
    { say: 'ignore' },
    undefined,
  ),
  { minLength: 1, maxLength: 5 },
);

const anyWorld: fc.Arbitrary<World> = fc
  .record({ items: anyItems, applications: anyApplications })
  .map(({ items, applications }) => ({
    items,
    rows: new Map(),
    links: new Map(),
    related: new Map([['Application', applications]]),
    night: 1,
  }));

const plan = (world: World, rules: FlowRules) => planOf(world, rules, model);
const night = (world: World, rules: FlowRules) => applyPlan(world, plan(world, rules)).world;

let moments = 0;
function decide(world: World, { proposals }: AssembledPlan, verdicts: readonly (Verdict | undefined)[]) {
  moments += 1;
  const when = new Date(moments * 1000).toISOString();
  const news = proposals.flatMap((proposal, index) => {
    const verdict = verdicts[index % verdicts.length];
    return verdict === undefined ? [] : decideOn(proposal, verdict, { when });
  });
  return { world: withDecisions(world, news), news };
}

function withDecisions(world: World, news: readonly Decision[]): World {
  return { ...world, decisions: keepDecisions(world.decisions ?? [], news) };
}

/** Of each flow that names the system, whether it is related to the fact sheet. */
function relatedTo(world: World, party: string, factSheetId: string): boolean[] {
  return world.items.flatMap((item) =>
    iflows.relations(item).flatMap(({ key, to }) => {
      if (!('companion' in to) || to.companion !== party) return [];
      const row = world.rows.get(world.links.get(item.key)?.factSheetId ?? '');
      return row?.relations?.[key]?.some((relation) => relation.factSheetId === factSheetId) === true;
    }),
  );
}

describe('senders and receivers', () => {
  it('leave nothing to do once their plan is applied, whatever was decided and whatever the policy', () => {
    fc.assert(
      fc.property(anyWorld, anyRules, anyVerdicts, anyVerdicts, (start, rules, first, second) => {
        let world = night(start, rules);
        for (const verdicts of [first, second]) {
          ({ world } = decide(world, plan(world, rules), verdicts));
          world = night(world, rules);
          expect(plan(world, rules).changes).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are proposed once each, with something to accept or to choose from, and never what is related', () => {
    fc.assert(
      fc.property(anyWorld, anyRules, (world, rules) => {
        const { proposals } = plan(world, rules);
        expect(new Set(proposals.map(({ item }) => item)).size).toBe(proposals.length);
        const after = night(world, rules);
        for (const { item, kind, candidates } of proposals.filter((one) => isParty(one.item))) {
          expect(candidates.length).toBeGreaterThan(kind === 'review' ? 1 : 0);
          for (const { factSheetId } of candidates) {
            expect(relatedTo(after, item, factSheetId)).not.toContain(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('that a person accepted are related at once in all flows that name them, and in no other', () => {
    fc.assert(
      fc.property(anyWorld, anyRules, anyVerdicts, (start, rules, verdicts) => {
        const world = night(start, rules);
        const { world: decided, news } = decide(world, plan(world, rules), verdicts);
        const users = world.items.filter((item) =>
          iflows
            .relations(item)
            .some(({ to }) => 'companion' in to && news.some((one) => one.item === to.companion)),
        );
        const items = new Set([...news, ...users.map(({ key }) => ({ item: key }))].map(({ item }) => item));
        const present = new Set(world.items.map(({ key }) => key));
        const small = restrictPlan(plan(decided, rules), items, present);
        expect(small.changes).toEqual(plan(decided, rules).changes);
        expect(small.tally.items).toBe(users.length);
        const after = applyPlan(decided, small).world;
        for (const decision of news) {
          if (!('factSheetId' in decision)) continue;
          const { item, verdict, factSheetId } = decision;
          expect(new Set(relatedTo(after, item, factSheetId))).toEqual(new Set([verdict === 'link']));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('that a person decided otherwise later move to the fact sheet of then, or are parted', () => {
    fc.assert(
      fc.property(
        anyWorld,
        anyRules,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('link' as const, 'reject' as const),
        (start, rules, one, other, verdict) => {
          const applications = start.related?.get('Application') ?? [];
          const [first, second] = [one, other].map((at) => applications[at % applications.length]?.id);
          fc.pre(first !== undefined && second !== undefined && first !== second);
          const item = partyKey('cloud-integration', 'acme', 'Nobody knows');
          const linked = night(
            withDecisions(start, [
              { item, when: '2026-01-01T00:00:00Z', verdict: 'link', factSheetId: first ?? '' },
            ]),
            rules,
          );
          expect(relatedTo(linked, item, first ?? '')).not.toContain(false);
          const news: Decision = {
            item,
            when: '2026-01-02T00:00:00Z',
            verdict,
            factSheetId: (verdict === 'link' ? second : first) ?? '',
          };
          const after = night(withDecisions(linked, [news]), rules);
          expect(relatedTo(after, item, first ?? '')).not.toContain(true);
          if (verdict === 'link') expect(relatedTo(after, item, second ?? '')).not.toContain(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that are rejected are neither related nor proposed again', () => {
    fc.assert(
      fc.property(anyWorld, anyRules, anyVerdicts, (start, rules, later) => {
        const world = night(start, rules);
        const { world: decided, news } = decide(world, plan(world, rules), [{ say: 'reject' }]);
        let after = night(decided, rules);
        after = night(decide(after, plan(after, rules), later).world, rules);
        const { proposals } = plan(after, rules);
        for (const decision of news) {
          if (decision.verdict !== 'reject' || !isParty(decision.item)) continue;
          const { item, factSheetId } = decision;
          expect(relatedTo(after, item, factSheetId)).not.toContain(true);
          const proposal = proposals.find((one) => one.item === item);
          expect(proposal?.candidates.map((one) => one.factSheetId) ?? []).not.toContain(factSheetId);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are the same whatever the order of flows, applications and decisions', () => {
    fc.assert(
      fc.property(anyWorld, anyRules, anyVerdicts, (start, rules, verdicts) => {
        const { world } = decide(start, plan(start, rules), verdicts);
        const turned: World = {
          ...world,
          items: [...world.items].reverse(),
          related: new Map([['Application', [...(world.related?.get('Application') ?? [])].reverse()]]),
          decisions: [...(world.decisions ?? [])].reverse(),
        };
        expect(plan(turned, rules)).toEqual(plan(world, rules));
      }),
      { numRuns: 200 },
    );
  });

  it('are related without being asked about where a person said so of all that fit', () => {
    fc.assert(
      fc.property(anyWorld, (start) => {
        const standing: Standing = {
          verdict: 'always',
          change: 'link',
          where: { kind: ['SYSTEM'] },
          when: '2026-01-01T00:00:00Z',
        };
        const asked = plan(start, iflows).proposals.filter(({ change, item }) => change && isParty(item));
        const world = night({ ...start, standing: [standing] }, iflows);
        for (const { item, change } of asked) {
          expect(relatedTo(world, item, change?.factSheetId ?? '')).not.toContain(false);
        }
        const left = plan(world, iflows);
        expect(left.changes).toEqual([]);
        expect(left.proposals.filter(({ kind, item }) => kind === 'link' && isParty(item))).toEqual([]);
      }),
    );
  });
});
