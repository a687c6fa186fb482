// Random landscapes and workspaces that meet each other: few names, so that they are taken, shared and spelt
// in other ways; and what may happen between two nights.
import fc from 'fast-check';
import { itemOf } from '../../shared/core/item.ts';
import type { FactSheet, SourceObject } from '../../shared/core/model.ts';
import { aFactSheet, keyOf, tagId, tenant } from './builders.ts';
import type { World } from './paper-run.ts';

const systems = ['my400123', 'MY400123', 'PRD', 'prd', 'a / b', '0001'] as const;
const labels = ['SAP S/4HANA Cloud', 'SAP Ariba', 'PRD', undefined] as const;
const ids = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;

const attributes = fc
  .record({
    role: fc.constantFrom('PROD', 'PROD', 'PROD', 'PROD', 'PROD', 'TEST'),
    serviceTypeLabel: fc.constantFrom(...labels),
    systemNumber: fc.constantFrom('0001', '0002', '0003', undefined),
    deploymentModel: fc.constantFrom('SAP Public Cloud', 'On-Premise', 'Somewhere', undefined),
  })
  .map(present);

const anyObject: fc.Arbitrary<SourceObject> = fc.record({
  kind: fc.constantFrom(
    'CloudService',
    'CloudService',
    'TechnicalSystem',
    'TechnicalSystem',
    'LogicalSystem',
  ),
  nativeId: fc.constantFrom(...ids),
  name: fc.constantFrom(...systems),
  attributes,
});

export const anyObjects = fc.uniqueArray(anyObject, { selector: ({ nativeId }) => nativeId, maxLength: 8 });

const spellings: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.replace(/[() ]+/g, ' - '),
];

const anyName = fc
  .tuple(
    fc.constantFrom('SAP S/4HANA Cloud (my400123)', 'SAP Ariba (PRD)', 'PRD', 'my400123 (0001)', 'Payroll'),
    fc.constantFrom(...spellings),
  )
  .map(([name, spell]) => spell(name));

const anyLifecycle = fc.constantFrom(
  [],
  [{ phase: 'active', startDate: '2020-01-01' }],
  [
    { phase: 'plan', startDate: '2019-01-01' },
    { phase: 'active', startDate: '2020-01-01' },
  ],
  [{ phase: 'endOfLife', startDate: '2025-01-01' }],
);

const anyFactSheet = fc.record({
  name: anyName,
  status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'ARCHIVED' as const),
  externalId: fc.constantFrom('', '', '', 'CMDB-77', keyOf('1'), keyOf('2'), keyOf('gone')),
  tagIds: fc.constantFrom([], ['tag-other'], [tagId]),
  lifecycle: anyLifecycle,
  fields: fc.constantFrom({}, { description: 'Written by a person' }, { alias: 'my400123' }),
});

/** Fact sheets that were there before Landbridge; no two active ones have the very same name. */
export const anyRows: fc.Arbitrary<Map<string, FactSheet>> = fc
  .uniqueArray(anyFactSheet, { selector: ({ name }) => name, maxLength: 8 })
  .map(
    (specs) =>
      new Map(specs.map((spec, index) => [`fs-${index}`, aFactSheet({ id: `fs-${index}`, ...spec })])),
  );

/** What happens between two nights; numbers choose among what is there. */
export type Event =
  | { at: 'source'; what: 'rename' | 'attribute' | 'add' | 'drop'; pick: number; object: SourceObject }
  | {
      at: 'leanix';
      what: 'edit' | 'rename' | 'archive' | 'delete' | 'lifecycle';
      pick: number;
      text: string;
    };

const pick = fc.nat({ max: 20 });
export const anyEvents: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    fc.record({
      at: fc.constant('source' as const),
      what: fc.constantFrom('rename' as const, 'attribute' as const, 'add' as const, 'drop' as const),
      pick,
      object: anyObject,
    }),
    fc.record({
      at: fc.constant('leanix' as const),
      what: fc.constantFrom(
        'edit' as const,
        'rename' as const,
        'archive' as const,
        'delete' as const,
        'lifecycle' as const,
      ),
      pick,
      text: fc.constantFrom('Human one', 'Human two', 'my400123', 'SAP Ariba (PRD)'),
    }),
  ),
  { maxLength: 6 },
);

export function startWorld(objects: readonly SourceObject[], rows: ReadonlyMap<string, FactSheet>): World {
  return { items: objects.map(toItem), rows, links: new Map(), night: 0 };
}

export function happen(world: World, events: readonly Event[]): World {
  return events.reduce(
    (now, event) => (event.at === 'source' ? atSource(now, event) : inLeanIx(now, event)),
    world,
  );
}

function atSource(world: World, { what, pick, object }: Extract<Event, { at: 'source' }>): World {
  const { items } = world;
  if (what === 'add') {
    const rest = items.filter(({ nativeId }) => nativeId !== object.nativeId);
    return { ...world, items: [...rest, toItem(object)] };
  }
  const old = items[pick % Math.max(items.length, 1)];
  if (old === undefined) return world;
  const rest = items.filter((item) => item !== old);
  if (what === 'drop') return { ...world, items: rest };
  const changed =
    what === 'rename' ? { ...old, name: object.name } : { ...old, attributes: object.attributes };
  return { ...world, items: [...rest, toItem(changed)] };
}

function inLeanIx(world: World, { what, pick, text }: Extract<Event, { at: 'leanix' }>): World {
  const all = [...world.rows.values()];
  const row = all[pick % Math.max(all.length, 1)];
  if (row === undefined) return world;
  const rows = new Map(world.rows);
  if (what === 'delete') rows.delete(row.id);
  else rows.set(row.id, { ...edited(row, what, text, all), rev: row.rev + 1 });
  return { ...world, rows };
}

function edited(row: FactSheet, what: string, text: string, all: readonly FactSheet[]): FactSheet {
  if (what === 'archive') return { ...row, status: 'ARCHIVED' };
  if (what === 'edit') return { ...row, fields: { ...row.fields, description: text } };
  if (what === 'lifecycle') return { ...row, lifecycle: [{ phase: 'phaseOut', startDate: '2026-02-02' }] };
  const taken = all.some(({ status, name }) => status === 'ACTIVE' && name === text);
  return taken ? row : { ...row, name: text, displayName: text };
}

function toItem({ kind, nativeId, name, attributes: given }: SourceObject) {
  return itemOf('cloud-alm', tenant, { kind, nativeId, name, attributes: given });
}

function present(record: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}
