// Looks at the connected systems before anything is configured: what the landscape holds and how much of it a
// flow wants, which workspaces the tokens lead to, what the first of them can take. Reads only, keeps no store.
import type { LeanIx } from '../connectors/leanix/connect-leanix.ts';
import { itemOf } from '../core/item.ts';
import { targetOf } from '../core/map/target.ts';
import type { DataModel, Item, Source, SourceSystem, Workspace } from '../core/model.ts';
import type { FlowRules } from '../core/rules.ts';
import { fieldOf } from '../core/select.ts';
import { LandbridgeError } from '../errors.ts';

/** The fields that people choose objects by. */
const countedFields: Readonly<Record<SourceSystem, readonly string[]>> = {
  'cloud-alm': ['kind', 'role', 'serviceTypeLabel', 'deploymentModel'],
  'cloud-integration': ['package', 'status', 'kind'],
};

export interface CountedValue {
  value: string;
  objects: number;
  /** How many of them the flow wants. */
  selected: number;
}

export interface SurveyedSource {
  tenant: string;
  objects: number;
  selected: number;
}

export interface SurveyedTarget {
  /** All fact sheet types of the workspace. */
  types: readonly string[];
  /** Subtypes of the flow's type. */
  subtypes: readonly string[];
  /** Why the flow cannot write there. */
  problem?: LandbridgeError;
}

export interface Survey {
  /** In the order they were given. */
  sources: readonly SurveyedSource[];
  /** What stands in the fields that objects are chosen by, the most frequent first. */
  fields: Readonly<Record<string, readonly CountedValue[]>>;
  /** Objects that the flow does not want, by reason. */
  skipped: Readonly<Record<string, number>>;
  /** In the order they were given. */
  workspaces: readonly [Workspace, ...Workspace[]];
  target: SurveyedTarget;
  /** Whether the tag library of the first workspace holds the flow's tag. */
  tag: 'present' | 'absent' | 'unreadable';
}

interface SurveyInput {
  sources: readonly Source[];
  /** The first is the one to be written to. */
  workspaces: readonly [LeanIx, ...LeanIx[]];
  rules: FlowRules;
  /** Told how many objects were read so far. */
  progress?: (done: number) => void;
}

/** @throws what the connectors throw; nothing is told of a landscape that was read in part */
export async function survey({ sources, workspaces, rules, progress }: SurveyInput): Promise<Survey> {
  // One after the other, and before anything is read: where one is refused, no other is left asking.
  for (const system of [...sources, ...workspaces]) await system.checkToken();
  const [chosen, ...others] = workspaces;
  const model = await chosen.dataModel();
  const tags = await chosen.tags();
  const counts = createCounts(rules);
  const read: SurveyedSource[] = [];
  for (const source of sources) {
    const { tenant } = source;
    const [objectsBefore, selectedBefore] = [counts.objects(), counts.selected()];
    for await (const { objects } of source.pages()) {
      for (const object of objects) counts.add(itemOf(source.system, tenant, object));
      progress?.(counts.objects());
    }
    const objects = counts.objects() - objectsBefore;
    read.push({ tenant, objects, selected: counts.selected() - selectedBefore });
  }
  return {
    sources: read,
    fields: counts.fields(),
    skipped: counts.skipped(),
    workspaces: [
      await chosen.workspace(),
      ...(await Promise.all(others.map((workspace) => workspace.workspace()))),
    ],
    target: lookAtTarget(rules, model),
    tag:
      tags === undefined ? 'unreadable' : tags.some(({ name }) => name === rules.tag) ? 'present' : 'absent',
  };
}

function lookAtTarget(rules: FlowRules, model: DataModel): SurveyedTarget {
  const found = {
    types: Object.keys(model.types).sort(),
    subtypes: model.types[rules.targetType]?.fields.category?.values ?? [],
  };
  try {
    targetOf(rules, model);
    return found;
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    return { ...found, problem: thrown };
  }
}

/** Counts, so that a landscape of any size need not be kept. */
function createCounts(rules: FlowRules) {
  const fields = new Map(
    countedFields[rules.system].map((field) => [field, new Map<string, CountedValue>()]),
  );
  const skipped: Record<string, number> = {};
  let objects = 0;
  let selected = 0;
  return {
    add(item: Item) {
      const reason = rules.skip(item) ?? rules.gone(item);
      objects += 1;
      if (reason === undefined) selected += 1;
      else skipped[reason] = (skipped[reason] ?? 0) + 1;
      for (const [field, values] of fields) {
        const value = fieldOf(item, field) ?? '';
        if (value === '') continue;
        const counted = values.get(value) ?? { value, objects: 0, selected: 0 };
        counted.objects += 1;
        if (reason === undefined) counted.selected += 1;
        values.set(value, counted);
      }
    },
    objects: () => objects,
    selected: () => selected,
    skipped: () => skipped,
    fields: () =>
      Object.fromEntries([...fields].map(([field, values]) => [field, [...values.values()].sort(byCount)])),
  };
}

function byCount(left: CountedValue, right: CountedValue): number {
  return right.objects - left.objects || (left.value < right.value ? -1 : 1);
}
