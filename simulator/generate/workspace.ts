// Fills the simulated workspace with applications, and a twentieth as many of other types. About a quarter of the
// eligible objects are there already, under their name, another name, twice or archived; the rest has nothing to
// do with the landscape. Everything is dated in the past.
import { type FactSheetDraft, newFactSheet, type Tag } from '../leanix/fact-sheet.ts';
import type { Workspace } from '../leanix/workspace.ts';
import { isEligible, type LandscapeObject, wouldBeName } from './landscape.ts';
import { generateOtherTypes } from './other-types.ts';
import type { Random } from './random.ts';
import type { TruePair, TrueRelation } from './truth.ts';
import {
  applicationKinds,
  cloudServices,
  companies,
  descriptions,
  domains,
  regions,
  technicalSystems,
} from './words.ts';

/** Of a hundred eligible objects; the others have no fact sheet yet. */
const shares: readonly (readonly [TrueRelation, number])[] = [
  ['same-name', 12],
  ['other-name', 6],
  ['duplicate', 3],
  ['archived', 4],
];

export interface WorkspaceRecipe {
  objects: readonly LandscapeObject[];
  /** Of the type Application, archived ones too; those that stand for an object are made in any case. */
  applications: number;
  random: Random;
}

export function generateWorkspace(
  workspace: Workspace,
  { objects, applications, random }: WorkspaceRecipe,
): Map<string, TruePair> {
  const regionTags = generateTags(workspace);
  const pairs = new Map<string, TruePair>();
  const make = (name: string, change: (draft: FactSheetDraft) => void = () => {}): string => {
    const draft = newFactSheet({
      id: workspace.newId(),
      type: 'Application',
      name,
      stamp: pastStamp(random),
    });
    draft.category = 'businessApplication';
    change(draft);
    return workspace.save(draft).id;
  };

  const relations = assignRelations(objects, random);
  objects.forEach((object, index) => {
    const relation = relations.get(object.lmsId) ?? 'none';
    const factSheetIds = namesFor(workspace, object, relation, random).map((name) =>
      make(name, (draft) => {
        dress(draft, random);
        if (relation === 'archived') draft.status = 'ARCHIVED';
        if (relation === 'other-name') draft.fields = { ...draft.fields, alias: object.name ?? '' };
        if (index % 8 === 0 && relation !== 'archived') draft.externalId = externalIdOfAnother(random);
      }),
    );
    pairs.set(object.lmsId, { relation, factSheetIds });
  });

  const names = unrelatedNames(random);
  const missing =
    applications - [...pairs.values()].reduce((sum, { factSheetIds }) => sum + factSheetIds.length, 0);
  for (let index = 0; index < missing; index += 1) {
    make(names.next().value, (draft) => {
      dress(draft, random);
      if (random.chance(0.02)) draft.status = 'ARCHIVED';
      else if (random.chance(0.1)) draft.externalId = externalIdOfAnother(random);
      if (random.chance(0.1)) draft.tagIds = [random.pick(regionTags).id];
    });
  }
  generateOtherTypes(workspace, Math.floor(applications / 20), random, () => pastStamp(random));
  workspace.undo.commit();
  return pairs;
}

function assignRelations(objects: readonly LandscapeObject[], random: Random): Map<string, TrueRelation> {
  const names = new Map<string, number>();
  for (const object of objects) names.set(wouldBeName(object), (names.get(wouldBeName(object)) ?? 0) + 1);
  const eligible = random.shuffle(
    objects.filter((object) => isEligible(object) && names.get(wouldBeName(object)) === 1),
  );
  const assigned = new Map<string, TrueRelation>();
  let from = 0;
  for (const [relation, share] of shares) {
    const count = Math.round((eligible.length * share) / 100);
    for (const { lmsId } of eligible.slice(from, from + count)) assigned.set(lmsId, relation);
    from += count;
  }
  return assigned;
}

function namesFor(
  workspace: Workspace,
  object: LandscapeObject,
  relation: TrueRelation,
  random: Random,
): string[] {
  const name = wouldBeName(object);
  const { serviceTypeLabel, name: own } = object;
  const label = serviceTypeLabel ?? '';
  const dashed = `${label} - ${own ?? ''}`;
  switch (relation) {
    case 'same-name':
      return [
        random.pick([name, name.toLowerCase(), dashed.toUpperCase(), dashed, `${label}: ${own ?? ''}`]),
      ];
    case 'other-name':
      return [otherName(workspace, object, random)];
    case 'duplicate':
      return [name, dashed];
    case 'archived':
      return [name];
    case 'none':
      return [];
  }
}

/** What people call it: an abbreviation with a region; the tenant stands in the alias. */
function otherName(workspace: Workspace, object: LandscapeObject, random: Random): string {
  const kind = [...cloudServices, ...technicalSystems].find(
    ({ serviceType }) => serviceType === object.serviceType,
  );
  const base = `${kind?.short ?? 'SAP'} Prod ${random.pick(regions)}`;
  let name = base;
  for (let number = 2; workspace.isNameTaken('Application', name); number += 1) name = `${base} ${number}`;
  return name;
}

/** Never twice the same: walks through all combinations in an order of its own, then numbers them. */
function* unrelatedNames(random: Random): Generator<string, never> {
  const total = domains.length * applicationKinds.length * regions.length;
  const start = random.below(total);
  for (let step = 0; ; step += 1) {
    // 10,007 is prime and no factor of the total, so that every combination has its turn.
    const at = (start + step * 10_007) % total;
    const domain = domains[at % domains.length];
    const kind = applicationKinds[Math.floor(at / domains.length) % applicationKinds.length];
    const region = regions[Math.floor(at / (domains.length * applicationKinds.length))];
    const round = Math.floor(step / total);
    yield `${domain} ${kind} ${region}${round === 0 ? '' : ` ${round + 1}`}`;
  }
}

/** Traces of human work: descriptions, lifecycles, ratings, a few revisions. */
function dress(draft: FactSheetDraft, random: Random): void {
  draft.rev = random.below(12);
  draft.lxState = random.chance(0.4) ? 'APPROVED' : 'BROKEN_QUALITY_SEAL';
  if (random.chance(0.3)) draft.description = random.pick(descriptions);
  if (random.chance(0.5)) {
    const year = 2015 + random.below(9);
    draft.lifecycle = [
      { phase: 'active', startDate: `${year}-0${1 + random.below(9)}-01`, milestoneId: null },
    ];
  }
  if (random.chance(0.3)) {
    const businessCriticality = random.pick([
      'administrativeService',
      'businessOperational',
      'businessCritical',
    ]);
    draft.fields = { ...draft.fields, businessCriticality };
  }
  if (random.chance(0.2))
    draft.fields = { ...draft.fields, alias: `${random.pick(companies)} ${random.digits(4)}` };
}

function externalIdOfAnother(random: Random): FactSheetDraft['externalId'] {
  const externalId = `snow:APP${random.uuid().slice(0, 13).replace('-', '')}`;
  return { externalId, externalUrl: null, comment: null, status: 'ACTIVE', externalVersion: null };
}

/** Microseconds between 2023-01-01 and 2025-06-30. */
function pastStamp(random: Random): number {
  const from = Date.UTC(2023, 0, 1);
  const ms = from + random.below(Date.UTC(2025, 5, 30) - from);
  return ms * 1000 + random.below(1000);
}

function generateTags(workspace: Workspace): readonly Tag[] {
  const group = (name: string, mode: 'SINGLE' | 'MULTIPLE', tags: readonly string[]): Tag[] => {
    const id = workspace.newId();
    workspace.tags.putGroup({ id, name, shortName: null, mode, restrictToFactSheetTypes: [] });
    return tags.map((tagName) => {
      const tag = { id: workspace.newId(), name: tagName, description: null, color: '#336699', groupId: id };
      workspace.tags.putTag(tag);
      return tag;
    });
  };
  group('Managed by', 'MULTIPLE', ['SAP Cloud ALM', 'SAP Cloud Integration', 'ServiceNow']);
  group('Review', 'MULTIPLE', ['Checked', 'Open question']);
  return group('Market', 'SINGLE', ['EMEA', 'Americas', 'APJ']);
}
