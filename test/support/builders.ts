// Builders for the nouns of the core: a valid one each, of which a test says only what it is about.
import { itemOf } from '../../shared/core/item.ts';
import type { Link } from '../../shared/core/link.ts';
import { type Target, targetOf } from '../../shared/core/map/target.ts';
import type { Targets } from '../../shared/core/map/targets.ts';
import type {
  DataModel,
  FactSheet,
  Item,
  SourceObject,
  SubscriptionRole,
  Tag,
} from '../../shared/core/model.ts';
import { landscape } from '../../shared/flows/landscape.ts';

export const tenant = 'acme';
export const tagId = 'tag-cloud-alm';

/** The S/4HANA Cloud tenant of the recorded examples, productive. */
export function anObject({ attributes, ...spec }: Partial<SourceObject> = {}): SourceObject {
  return {
    kind: 'CloudService',
    nativeId: 'lms-1',
    name: 'my400123',
    ...spec,
    attributes: { serviceTypeLabel: 'SAP S/4HANA Cloud', role: 'PROD', ...attributes },
  };
}

export function anItem(spec: Partial<SourceObject> = {}): Item {
  return itemOf('cloud-alm', tenant, anObject(spec));
}

/** A system whose name is what people call it. */
export function aNamedSystem(nativeId: string, name: string, attributes = {}): Item {
  return anItem({
    kind: 'TechnicalSystem',
    nativeId,
    name,
    attributes: { serviceTypeLabel: 'SAP Ariba', ...attributes },
  });
}

export function keyOf(nativeId: string): string {
  return `calm:${tenant}:${nativeId}`;
}

export function aFactSheet(spec: Partial<FactSheet> = {}): FactSheet {
  const name = spec.name ?? 'SAP S/4HANA Cloud (my400123)';
  return {
    id: 'fs-1',
    type: 'Application',
    name,
    displayName: name,
    category: 'businessApplication',
    rev: 3,
    status: 'ACTIVE',
    updatedAt: '2026-01-05T09:00:00.123456789Z',
    externalId: '',
    tagIds: [],
    lifecycle: [],
    fields: {},
    ...spec,
  };
}

export function aLink(spec: Partial<Link> = {}): Link {
  return { item: keyOf('lms-1'), factSheetId: 'fs-1', by: 'created', run: 'run-1', written: {}, ...spec };
}

export function linksOf(...links: readonly Link[]): Map<string, Link> {
  return new Map(links.map((link) => [link.item, link]));
}

/** `tag-other` is what people of the random workspaces set; its group may hold one tag. */
export const library: readonly Tag[] = [
  { id: tagId, name: 'SAP Cloud ALM', group: 'Source' },
  { id: 'tag-other', name: 'Human', group: 'Stage', isSingle: true },
  { id: 'tag-prod', name: 'Productive', group: 'Stage', isSingle: true },
  { id: 'tag-test', name: 'Test', group: 'Stage', isSingle: true },
  { id: 'tag-sap', name: 'SAP', group: 'Vendor' },
];

export const roleLibrary: readonly SubscriptionRole[] = [
  { id: 'role-1', name: 'Application Owner', type: 'RESPONSIBLE' },
  { id: 'role-2', name: 'Informed', type: '' },
];

/** A workspace with everything the landscape flow writes. */
export const fullModel: DataModel = {
  types: {
    Application: {
      fields: {
        alias: { type: 'STRING' },
        category: { type: 'SINGLE_SELECT', values: ['businessApplication', 'aiAgent'] },
        lxHostingType: { type: 'SINGLE_SELECT', values: ['onPremise', 'saas', 'paas'] },
        externalId: { type: 'EXTERNALID' },
        lifecycle: { type: 'LIFECYCLE', values: ['plan', 'phaseIn', 'active', 'phaseOut', 'endOfLife'] },
      },
      relations: {},
    },
  },
  externalIdFields: { externalId: { readOnly: false, unique: true, forTypes: ['Application'] } },
};

/** Where no relation leads anywhere. */
export const noTargets: Targets = {
  find: () => ({ state: 'missing' }),
  isOverruled: () => false,
};

export const fullTarget: Target = targetOf(landscape, fullModel);

/** What a plan is put together from where nothing is known yet. */
export const nothingKnown = {
  rules: landscape,
  target: fullTarget,
  tagId,
  library: [],
  vanished: new Map(),
  missing: new Set<string>(),
} as const;
