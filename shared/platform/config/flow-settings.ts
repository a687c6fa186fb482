// The settings of a flow out of the configuration file, with the defaults for what it does not say.
import {
  defaultSettings,
  type FieldMapping,
  type FlowSettings,
  type RelationRule,
  type Selection,
  type ValueMap,
} from '../../core/settings.ts';
import type { Flow } from './flow-schema.ts';

export function flowSettings(flow: Flow): FlowSettings {
  const {
    include,
    exclude,
    target = {},
    naming,
    mapping,
    links,
    tag,
    tags,
    missingTags,
    lifecycle,
    relations,
    documents,
    subscriptions,
    match,
    removal,
    guards,
    policy,
  } = flow;
  const { maxChanges } = guards ?? {};
  return {
    ...(include !== undefined && { include: include.map(selectionOf) }),
    exclude: exclude?.map(selectionOf) ?? defaultSettings.exclude,
    ...(target.type !== undefined && { targetType: target.type }),
    ...(target.subtype !== undefined && { subtype: target.subtype }),
    ...(target.externalIdField !== undefined && { idField: target.externalIdField }),
    ...(naming !== undefined && { naming: listOf(naming) }),
    mapping: withoutSlashes(
      mapValues(mapping ?? {}, (rule) => (typeof rule === 'string' ? rule : fieldRule(rule))),
    ),
    ...(links !== undefined && { links }),
    ...(tag !== undefined && { tag }),
    ...(tags !== undefined && {
      tags:
        typeof tags === 'string'
          ? namesIn(tags)
          : tags.map((rule) => (typeof rule === 'string' ? rule : valueMap(rule))),
    }),
    missingTags: missingTags ?? defaultSettings.missingTags,
    ...(lifecycle !== undefined && { lifecycle }),
    ...(relations !== undefined && { relations: mapValues(relations, relationRules) }),
    ...(documents !== undefined && {
      documents: mapValues(documents, (rule) => (rule === false ? undefined : rule)),
    }),
    ...(target.state !== undefined && { state: target.state }),
    ...(subscriptions !== undefined && { subscriptions }),
    removal: { ...defaultSettings.removal, ...removal },
    match: { fields: match?.fields ?? defaultSettings.match.fields },
    guards: {
      firstRun: guards?.firstRun ?? defaultSettings.guards.firstRun,
      partialPull: guards?.partialPull ?? defaultSettings.guards.partialPull,
      shrinkPercent: guards?.shrinkPercent ?? defaultSettings.guards.shrinkPercent,
      ...(maxChanges !== undefined && { maxChanges }),
    },
    policy: { ...defaultSettings.policy, ...policy },
  };
}

/** What the file may give as one text or as several. */
export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function selectionOf(rule: Readonly<Record<string, string | readonly string[]>>): Selection {
  return Object.fromEntries(Object.entries(rule).map(([field, globs]) => [field, listOf(globs)]));
}

type MappedRule = Exclude<NonNullable<Flow['mapping']>[string], string>;

/** The schema has seen to it that exactly one way is given. */
function fieldRule(rule: MappedRule): FieldMapping {
  const { value, template, block, owner } = rule;
  const owned = owner === undefined ? {} : { owner };
  if (value !== undefined) return { value, ...owned };
  if (template !== undefined) return { template, ...owned };
  return block === undefined ? { ...valueMap(rule), ...owned } : { block, ...owned };
}

function valueMap({
  from = '',
  values = {},
  else: rest,
}: Pick<MappedRule, 'from' | 'values' | 'else'>): ValueMap {
  return { from, values, ...(rest !== undefined && { else: rest }) };
}

type MappedRelations = NonNullable<Flow['relations']>[string];
type MappedRelation = Exclude<MappedRelations, readonly unknown[]>;

function relationRules(given: MappedRelations): RelationRule[] {
  return (Array.isArray(given) ? given : [given]).map(relationRule);
}

/** The schema has seen to it that exactly one way is given. */
function relationRule(rule: MappedRelation): RelationRule {
  if (typeof rule === 'string') return { name: rule };
  const { name = '', externalId, object, fields } = rule;
  const carried = fields === undefined ? {} : { fields };
  if (externalId !== undefined) return { externalId, ...carried };
  if (object !== undefined) return { object, ...carried };
  return { name: typeof name === 'string' ? name : valueMap(name), ...carried };
}

/** Tags as people type them into one line. */
function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Patches of LeanIX, and other tools with them, spell a field as a path: `/description`. */
function withoutSlashes<Rule>(mapping: Readonly<Record<string, Rule>>): Record<string, Rule> {
  return Object.fromEntries(Object.entries(mapping).map(([key, rule]) => [key.replace(/^\//, ''), rule]));
}

function mapValues<From, To>(map: Readonly<Record<string, From>>, change: (value: From) => To) {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
