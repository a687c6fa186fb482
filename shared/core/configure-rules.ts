// The rules of a flow as a configuration changes them. What it does not say stays as the flow has it.
import { createHash } from 'node:crypto';
import { mapDocument, mapRelation, mapSubscription } from './map/map-attached.ts';
import { externalIdKey } from './map/target.ts';
import { describeRule, giveValue } from './map/value.ts';
import type { Item } from './model.ts';
import type { FlowRules, MappedField } from './rules.ts';
import { isSelected } from './select.ts';
import { defaultSettings, type FieldMapping, type FlowSettings } from './settings.ts';
import { fillTemplate } from './template.ts';
import { tidyName } from './text.ts';

export function configureRules(rules: FlowRules, given: FlowSettings): FlowRules {
  const settings = withLinks(given);
  const { include, exclude, naming, mapping, match, removal, guards, policy } = settings;
  // In an order of its own: that of the file does not count.
  const mapped = sortedEntries(mapping).filter(([, rule]) => rule !== '');
  const relations = sortedEntries(settings.relations ?? {});
  const documents = sortedEntries(settings.documents ?? {});
  const isOwnRelation = (key: string) => !isOtherType && settings.relations?.[key] === undefined;
  const saysDocument = (slot: string) => Object.hasOwn(settings.documents ?? {}, slot);
  // Subtype and relations are those of a type: the flow's own say nothing of another.
  const isOtherType = settings.targetType !== undefined && settings.targetType !== rules.targetType;
  return {
    ...rules,
    version: `${rules.version}+${hashSettings(settings)}`,
    targetType: settings.targetType ?? rules.targetType,
    typeReason: isOtherType ? 'the configuration says so' : rules.typeReason,
    subtype: settings.subtype ?? (isOtherType ? '' : rules.subtype),
    isSubtypeGiven: settings.subtype !== undefined,
    idField: settings.idField ?? rules.idField,
    tag: settings.tag ?? rules.tag,
    archivesGone: removal.action === 'archive',
    removalLimitPercent: removal.limitPercent,
    shrinkLimitPercent: guards.shrinkPercent,
    stopsFirstRun: guards.firstRun === 'stop',
    stopsPartialPull: guards.partialPull === 'stop',
    maxChanges: guards.maxChanges ?? Number.POSITIVE_INFINITY,
    policy,
    compare: match.fields,
    mapping: Object.fromEntries(mapped),
    tags: settings.tags ?? rules.tags,
    tagRules: settings.tags ?? [],
    missingTags: settings.missingTags,
    lifecycle: settings.lifecycle ?? rules.lifecycle,
    firstPhases: settings.lifecycle === undefined ? rules.firstPhases : {},
    state: settings.state ?? rules.state,
    relationRules: Object.fromEntries(relations),
    documentRules: Object.fromEntries(documents.flatMap(([slot, rule]) => (rule ? [[slot, rule]] : []))),
    relationKeys: [
      ...rules.relationKeys.filter(isOwnRelation),
      ...relations.filter(([, wanted]) => wanted.length > 0).map(([key]) => key),
    ],
    subscriptionRules: settings.subscriptions ?? {},
    keepsDocuments: rules.keepsDocuments || documents.some(([, rule]) => rule !== undefined),
    fieldKeys: [...new Set([...rules.fieldKeys, ...mapped.map(([key]) => key)])].filter(
      (key) => mapping[key] !== '',
    ),
    skip(item) {
      const unusable = rules.unusable(item);
      if (unusable !== undefined) return unusable;
      if (isSelected(item, exclude)) return 'EXCLUDED';
      if (include === undefined) return rules.skip(item);
      return isSelected(item, include) ? undefined : 'NOT_INCLUDED';
    },
    names(item) {
      const filled = naming?.map((template) => tidyName(fillTemplate(template, item) ?? '')) ?? [];
      const usable = [...new Set(filled)].filter((name) => name !== '');
      return usable.length > 0 ? usable : rules.names(item);
    },
    fields(item) {
      const own = rules.fields(item).filter(({ key }) => mapping[key] === undefined);
      const left = own.map((field) =>
        field.isStandIn && mapped.length > 0 ? { ...field, value: '' } : field,
      );
      return [...left, ...mapped.flatMap(([key, rule]) => mapField(key, rule, item))];
    },
    relations(item) {
      const own = rules.relations(item).filter(({ key }) => isOwnRelation(key));
      const given = relations.flatMap(([key, wanted]) =>
        wanted.flatMap((rule) => mapRelation(key, rule, item)),
      );
      return [...own, ...given];
    },
    companions: (tenant) => rules.companions(tenant).filter(({ relation }) => isOwnRelation(relation)),
    subscriptions(item) {
      return sortedEntries(settings.subscriptions ?? {}).flatMap(([slot, rule]) =>
        mapSubscription(slot, rule, item),
      );
    },
    documents(item) {
      const own = rules.documents(item).filter(({ slot }) => !saysDocument(slot));
      return [...own, ...documents.flatMap(([slot, rule]) => (rule ? mapDocument(slot, rule, item) : []))];
    },
  };
}

function sortedEntries<Value>(map: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1));
}

function mapField(key: string, rule: FieldMapping, item: Item): MappedField[] {
  const given = giveValue(rule, item);
  if (given === undefined) return [];
  const { owner = 'source-owned' } = typeof rule === 'string' ? {} : rule;
  const field = { key, owner, why: `mapping ${key}: ${describeRule(rule)}` };
  if ('unmatched' in given) return [{ ...field, value: given.unmatched, isUnmatched: true }];
  return [
    { ...field, value: given.text, ...(typeof rule !== 'string' && 'block' in rule && { isBlock: true }) },
  ];
}

/** The settings with each `{links.<name>}` in their texts filled in. */
function withLinks(settings: FlowSettings): FlowSettings {
  const { links } = settings;
  if (links === undefined) return settings;
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replace(/\{links\.(\w+)\}/g, (whole, name: string) => links[name] ?? whole);
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  return fill(settings) as FlowSettings;
}

/** The same for the same settings, whatever their order in the file. */
function hashSettings(settings: FlowSettings): string {
  const sorted = JSON.stringify(settings, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(sorted).digest('hex').slice(0, 16);
}

/** The rules where nothing is configured. */
export const unconfigured = {
  idField: externalIdKey,
  stopsFirstRun: defaultSettings.guards.firstRun === 'stop',
  stopsPartialPull: defaultSettings.guards.partialPull === 'stop',
  maxChanges: Number.POSITIVE_INFINITY,
  archivesGone: defaultSettings.removal.action === 'archive',
  removalLimitPercent: defaultSettings.removal.limitPercent,
  shrinkLimitPercent: defaultSettings.guards.shrinkPercent,
  policy: defaultSettings.policy,
  compare: defaultSettings.match.fields,
  mapping: {},
  tags: [],
  tagRules: [],
  missingTags: defaultSettings.missingTags,
  companions: () => [],
  lifecycle: {},
  relationRules: {},
  documentRules: {},
  subscriptionRules: {},
  relationKeys: [],
  keepsDocuments: false,
  relations: () => [],
  documents: () => [],
  firstPhases: {},
  subscriptions: () => [],
  state: undefined,
  isSubtypeGiven: false,
  takesAnySubtype: false,
  gone: () => undefined,
  remarks: () => [],
} as const satisfies Partial<FlowRules>;
