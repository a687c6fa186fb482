// Laws of the flow of integration flows: time alone writes nothing, and what was written is not written again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemOf } from '../../shared/core/item.ts';
import { targetOf } from '../../shared/core/map/target.ts';
import { pair } from '../../shared/core/match/pair.ts';
import type { DataModel, FactSheet, Item } from '../../shared/core/model.ts';
import { assemblePlan } from '../../shared/core/plan/assemble.ts';
import { startPlanHash } from '../../shared/core/plan/hash.ts';
import type { Plan } from '../../shared/core/plan/plan.ts';
import { iflows } from '../../shared/flows/iflows.ts';
import { applyPlan, type World } from '../support/paper-run.ts';

const model: DataModel = {
  types: {
    Interface: {
      fields: {
        category: { type: 'SINGLE_SELECT', values: ['logicalInterface'] },
        release: { type: 'STRING' },
        lifecycle: { type: 'LIFECYCLE', values: ['active', 'endOfLife'] },
        externalId: { type: 'EXTERNALID' },
      },
      relations: {},
    },
  },
  externalIdFields: {},
};

/** On paper a value that begins with a brace is an external id. */
const text = fc.string({ minLength: 1, maxLength: 8 }).filter((value) => /^[^{\s]/.test(value));
const anyItem = fc
  .record({
    id: fc.integer({ min: 1, max: 30 }).map((number) => `flow-${number}`),
    name: fc.constantFrom('Orders', 'Invoices', 'orders', 'Time'),
    attributes: fc.record(
      {
        status: fc.constantFrom('Started', 'Error', 'NotDeployed', 'Starting'),
        version: text,
        designVersion: text,
        description: text,
        package: fc.constantFrom('Sales', 'HR'),
        packageId: fc.constantFrom('Sales', 'HR'),
        errorText: text,
        deployedOn: fc.constantFrom('2026-01-02T03:04:05.000Z', 'no date'),
      },
      { requiredKeys: ['status'] },
    ),
  })
  .map(({ id, name, attributes }) => {
    const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
    return itemOf('cloud-integration', 'acme', {
      kind: 'INTEGRATION_FLOW',
      nativeId: id,
      name,
      attributes: Object.fromEntries(given),
    });
  });
const anyItems = fc.uniqueArray(anyItem, { selector: ({ key }) => key, maxLength: 12 });

function planAt(world: World, syncedAt: string): Plan {
  const { items, rows, links } = world;
  return assemblePlan({
    pairings: pair({
      items,
      factSheets: rows.values(),
      links,
      rules: iflows,
      tagId: undefined,
      isWhole: true,
    }),
    inventory: rows,
    links,
    rules: iflows,
    target: targetOf(iflows, model),
    tagId: undefined,
    vanished: new Map(),
    missing: new Set(),
    syncedAt,
  });
}

const emptyWorld = (items: readonly Item[]): World => ({
  items,
  rows: new Map<string, FactSheet>(),
  links: new Map(),
  night: 1,
});

describe('integration flows', () => {
  it('are written once: the same plan at another time is empty', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const world = emptyWorld(items);
        const { world: after } = applyPlan(world, planAt(world, '2026-01-01T00:00:00.000Z'));
        expect(planAt(after, '2027-05-05T05:05:05.000Z').changes).toEqual([]);
      }),
    );
  });

  it('have a plan of the same hash at any time, which tells the time', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const at = (syncedAt: string) => {
          const plan = planAt(emptyWorld(items), syncedAt);
          const hash = startPlanHash({ flow: 'iflows', workspaceId: 'ws', rulesVersion: '1' });
          for (const change of plan.changes) hash.add(change);
          return { hash: hash.end(plan), text: JSON.stringify(plan.changes) };
        };
        const [then, now] = [at('2026-01-01T00:00:00.000Z'), at('2027-05-05T05:05:05.000Z')];
        expect(now.hash).toBe(then.hash);
        if (now.text !== '[]') expect(now.text).toContain('Synchronised: 2027-05-05T05:05:05Z');
      }),
    );
  });

  it('make nothing of what is not deployed, and never two fact sheets of one name', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const { changes } = planAt(emptyWorld(items), '2026-01-01T00:00:00.000Z');
        const made = changes.map(({ item }) => items.find(({ key }) => key === item));
        expect(made.every((item) => item?.attributes.status !== 'NotDeployed')).toBe(true);
        const names = changes.map(({ name }) => name.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});
