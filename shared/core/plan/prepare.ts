// What the changes of a plan need and no item stands behind: tags of the library, and fact sheets that relations of
// many lead to, such as the tenant. They are made with the plan that has a use for them, and never by themselves.
import { type Permits, permit } from '../inbox/permit.ts';
import { type Proposal, proposeChange } from '../inbox/proposal.ts';
import { reasonFor } from '../inbox/question.ts';
import { tagNames } from '../map/check-tag-rules.ts';
import { changeField } from '../map/field-change.ts';
import { findTags } from '../map/tags.ts';
import type { Target } from '../map/target.ts';
import { idToBe, type Targets } from '../map/targets.ts';
import type { Pairing } from '../match/pairing.ts';
import type { Tag } from '../model.ts';
import type { Companion, FlowRules } from '../rules.ts';
import { changeIdentity } from './create.ts';
import type { Change } from './plan.ts';
import { needsOf } from './waves.ts';

interface TagToBe extends Tag {
  /** As its making is called. */
  item: string;
}

/** Tags that the rules name and the library does not have, where they are to be made. */
export function tagsToBe(
  { missingTags, tagRules }: FlowRules,
  library: readonly Tag[] | undefined,
): TagToBe[] {
  if (missingTags !== 'create' || library === undefined) return [];
  const names = new Set(tagRules.flatMap((rule) => tagNames(rule, '').map(([, name]) => name)));
  return [...names].sort().flatMap((full): TagToBe[] => {
    if (findTags(full, library).length > 0) return [];
    // A slash may be part of a name: it counts where there is a group of that name.
    const slash = full.indexOf('/');
    const sibling = library.find(({ group }) => slash > 0 && group === full.slice(0, slash));
    const item = `tag:${full}`;
    const name = sibling === undefined ? full : full.slice(slash + 1);
    return [{ ...sibling, group: sibling?.group ?? '', id: idToBe(item), item, name }];
  });
}

function planTag({ item, name, group }: TagToBe): Change {
  const why = 'tags of the configuration; the library does not have it';
  const after = group === '' ? name : `${group}/${name}`;
  const field = { key: 'tag', before: '', after, owner: 'mark', why, patches: [] } as const;
  return { op: 'prepare', makes: 'tag', item, name, group, fields: [field] };
}

export interface PlannedCompanion extends Companion {
  tenant: string;
  type: string;
  /** Field for external ids that holds its key. */
  idField: string;
}

/** Of each tenant that has something to be related, once. */
export function companionsOf(
  pairings: readonly Pairing[],
  rules: FlowRules,
  { relations, idField, carriesExternalId }: Pick<Target, 'relations' | 'idField' | 'carriesExternalId'>,
): PlannedCompanion[] {
  const tenants = new Set(
    pairings.flatMap(({ state, item }) => (state === 'linked' || state === 'new' ? [item.tenant] : [])),
  );
  return [...tenants].sort().flatMap((tenant) =>
    rules.companions(tenant).flatMap((companion): PlannedCompanion[] => {
      const type = relations[companion.relation]?.targetType ?? '';
      return carriesExternalId(type) ? [{ ...companion, tenant, type, idField }] : [];
    }),
  );
}

function selectable({ key, name, tenant, kind }: PlannedCompanion) {
  return { name, kind, nativeId: key, tenant, attributes: {} };
}

/** What decisions and policy say to the making of one. */
export function permitCompanion(companion: PlannedCompanion, permits: Permits) {
  return permit({ itemKey: companion.key, item: selectable(companion), change: 'create' }, permits);
}

function planCompanion({ key, name, type, idField, why }: PlannedCompanion): Change {
  return {
    op: 'prepare',
    makes: 'fact sheet',
    item: key,
    name,
    type,
    fields: [
      changeField({ key: 'name', before: '', after: name, owner: 'first-write-only', why }),
      changeIdentity('', key, idField),
    ],
  };
}

/** Those that nothing stands for and that wait for a person. */
export function proposeCompanions(
  companions: readonly PlannedCompanion[],
  targets: Targets,
  permits: Permits,
): Proposal[] {
  return companions.flatMap((companion): Proposal[] => {
    const { key, name, type } = companion;
    const isMissing = targets.find(type, { companion: key, name }).state === 'missing';
    if (!isMissing || permitCompanion(companion, permits) !== 'inbox') return [];
    const proposal = proposeChange(planCompanion(companion), {
      state: 'new',
      reason: reasonFor.inbox,
      candidates: [],
    });
    const { name: _, ...source } = selectable(companion);
    return [{ ...proposal, source }];
  });
}

/** The changes with those that they need, and no other. */
export function withPrepared(
  changes: readonly Change[],
  { tags, companions }: { tags: readonly TagToBe[]; companions: readonly PlannedCompanion[] },
): Change[] {
  return withoutUnneeded([...tags.map(planTag), ...companions.map(planCompanion), ...changes]);
}

/** What is prepared for nothing of the plan is left out. */
export function withoutUnneeded(changes: readonly Change[]): Change[] {
  const needed = new Set(changes.flatMap(({ fields }) => fields.flatMap(needsOf)));
  return changes.filter(({ op, item }) => op !== 'prepare' || needed.has(item));
}
