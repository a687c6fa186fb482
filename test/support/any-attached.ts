// Random nights with relations and links: what the objects want moves from night to night, and people relate,
// part, rename and archive.
import fc from 'fast-check';
import { configureRules } from '../../shared/core/configure-rules.ts';
import { itemOf } from '../../shared/core/item.ts';
import { whoOf } from '../../shared/core/map/subscriptions.ts';
import type { DataModel, FactSheet, Relation } from '../../shared/core/model.ts';
import { defaultSettings, type FlowSettings } from '../../shared/core/settings.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { aFactSheet, fullModel, roleLibrary, tenant } from './builders.ts';
import { anyHistory, type History, type Night, nightsOf } from './nights.ts';
import { planOf, type World } from './paper-run.ts';

const application = fullModel.types.Application ?? { fields: {}, relations: {} };
const attachedModel: DataModel = {
  ...fullModel,
  types: {
    Application: {
      ...application,
      relations: {
        relApplicationToITComponent: { targetType: 'ITComponent', fields: { cost: { type: 'STRING' } } },
        relToParent: { targetType: 'Application', isSingle: true, fields: {} },
        relToRequires: { targetType: 'Application', fields: {} },
      },
    },
    ITComponent: { fields: {}, relations: {} },
  },
  roles: roleLibrary,
};

const keys = ['relApplicationToITComponent', 'relToParent', 'relToRequires'] as const;

const anySettings: fc.Arbitrary<FlowSettings> = fc
  .record(
    {
      relations: fc.record(
        {
          relApplicationToITComponent: fc.constantFrom(
            [{ name: '{product}', fields: { description: 'Product of {name}' } }],
            [{ name: '{product}' }, { name: 'P2' }],
            [{ externalId: 'CMDB-{systemNumber}' }, { name: { from: 'role', values: { PROD: 'P1' } } }],
          ),
          relToParent: fc.constant([{ object: '{parent}' }]),
          relToRequires: fc.constant([{ object: '{needs}' }, { object: '{parent}' }]),
        },
        { requiredKeys: [] },
      ),
      documents: fc.record(
        {
          calm: fc.constant({ name: 'SAP Cloud ALM', url: 'https://calm.example/{id}' }),
          product: fc.constant({ name: 'About {product}', url: 'https://help.example/{product}' }),
        },
        { requiredKeys: [] },
      ),
      subscriptions: fc.record(
        {
          team: fc.constant({ user: 'team@acme.example', type: 'OBSERVER' as const, role: 'Informed' }),
          product: fc.constantFrom(
            { user: '{product}@acme.example', type: 'RESPONSIBLE' as const },
            { user: 'Team@acme.example', type: 'RESPONSIBLE' as const, role: 'Application Owner' },
          ),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .map((settings) => ({ ...defaultSettings, ...settings, include: [{ kind: ['*'] }] }));

const anyId = fc.constantFrom('1', '2', '3', '4', '5', undefined);
const anyDeed = fc.record({
  what: fc.constantFrom(
    'part',
    'relate',
    'unlink',
    'rename link',
    'add link',
    'write on relation',
    'unsubscribe',
    'subscribe',
  ),
  pick: fc.nat({ max: 20 }),
});

const anyDay = fc.record({
  products: fc.array(fc.constantFrom('P1', 'P2', 'P3', 'P4', undefined), { minLength: 1, maxLength: 3 }),
  parents: fc.array(anyId, { minLength: 1, maxLength: 5 }),
  needs: fc.array(anyId, { minLength: 1, maxLength: 3 }),
  /** Names of the components, of which the last is archived. */
  components: fc.constantFrom(
    ['P1', 'P2', 'P3', 'P4'],
    ['P1', 'P2', 'P2', 'P3'],
    ['Renamed', 'P2', 'P3', 'P1'],
  ),
  deeds: fc.array(anyDeed, { maxLength: 4 }),
});
type Day = Parameters<Parameters<typeof anyDay.map>[0]>[0];

interface Attached extends Night {
  settings: FlowSettings;
  planAgain(world: World): ReturnType<typeof planOf>;
}

export function everyAttachedNight(check: (night: Attached, history: History) => void, numRuns = 120): void {
  fc.assert(
    fc.property(
      anyHistory,
      anySettings,
      fc.array(anyDay, { minLength: 1, maxLength: 3 }),
      (history, settings, days) => {
        const rules = configureRules(landscape, settings);
        const planAgain = (world: World) => planOf(world, rules, attachedModel);
        const change = (world: World) => live(world, days[world.night % days.length]);
        for (const night of nightsOf(history, planAgain, change))
          check({ ...night, settings, planAgain }, history);
      },
    ),
    { numRuns },
  );
}

function live(world: World, day: Day | undefined): World {
  if (day === undefined) return world;
  const items = world.items.map(({ kind, nativeId, name, attributes }) => {
    const at = <Value>(list: readonly Value[]) => list[Number(nativeId) % list.length];
    const wishes = { product: at(day.products), parent: at(day.parents), needs: at(day.needs) };
    const given = Object.entries({ ...attributes, ...wishes }).filter(([, value]) => value !== undefined);
    return itemOf('cloud-alm', tenant, {
      kind,
      nativeId,
      name,
      attributes: Object.fromEntries(given) as Record<string, string>,
    });
  });
  const components = day.components.map((name, index) =>
    aFactSheet({
      id: `component-${index}`,
      type: 'ITComponent',
      name,
      externalId: index === 0 ? 'CMDB-0001' : '',
      status: index === 3 ? 'ARCHIVED' : 'ACTIVE',
    }),
  );
  const rows = new Map([...world.rows].map(([id, row]) => [id, withKeys(row)]));
  for (const { what, pick } of day.deeds) {
    const all = [...rows.values()];
    const row = all[pick % Math.max(all.length, 1)];
    if (row !== undefined) rows.set(row.id, { ...deed(row, what, pick, all), rev: row.rev + 1 });
  }
  return { ...world, items, rows, related: new Map([['ITComponent', components]]) };
}

/** As the inventory shows them: each relation that is asked for, each with its list. */
function withKeys(row: FactSheet): FactSheet {
  const relations = Object.fromEntries(keys.map((key) => [key, row.relations?.[key] ?? []]));
  return { ...row, relations, documents: row.documents ?? [], subscriptions: row.subscriptions ?? [] };
}

function deed(row: FactSheet, what: string, pick: number, all: readonly FactSheet[]): FactSheet {
  const { relations = {}, documents = [], subscriptions = [] } = row;
  const key = keys[pick % keys.length] ?? 'relToRequires';
  const present = relations[key] ?? [];
  const put = (list: readonly Relation[]) => ({ ...row, relations: { ...relations, [key]: list } });
  switch (what) {
    case 'part':
      return put(present.slice(1));
    case 'write on relation':
      return put(present.map((relation) => ({ ...relation, fields: { ...relation.fields, cost: '7' } })));
    case 'relate': {
      const others =
        key === 'relApplicationToITComponent' ? ['component-0', 'component-1'] : all.map(({ id }) => id);
      const target = others[pick % others.length] ?? '';
      const isTaken = target === row.id || present.some(({ factSheetId }) => factSheetId === target);
      if (isTaken || (key === 'relToParent' && present.length > 0)) return row;
      return put([
        ...present,
        { id: `person-${row.id}-${target}`, factSheetId: target, name: '', fields: {} },
      ]);
    }
    case 'unsubscribe':
      return { ...row, subscriptions: subscriptions.slice(1) };
    case 'subscribe': {
      const mine = { id: `mine-${row.id}`, type: 'RESPONSIBLE', who: whoOf('P1@acme.example'), roles: [] };
      const isTaken = subscriptions.some(({ type, who }) => type === mine.type && who === mine.who);
      return isTaken ? row : { ...row, subscriptions: [...subscriptions, mine] };
    }
    case 'unlink':
      return { ...row, documents: documents.slice(1) };
    case 'rename link':
      return { ...row, documents: documents.map((one) => ({ ...one, name: `${one.name}, renamed` })) };
    default:
      return {
        ...row,
        documents: [
          ...documents,
          { id: `mine-${row.id}-${pick}`, name: 'Mine', url: `https://calm.example/${pick}` },
        ],
      };
  }
}
