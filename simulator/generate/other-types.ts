// Fact sheets of the other types, with a few relations between them.
import { type FactSheetDraft, newFactSheet } from '../leanix/fact-sheet.ts';
import type { Workspace } from '../leanix/workspace.ts';
import type { Random } from './random.ts';
import { companies, domains, processes, regions } from './words.ts';

interface Recipe {
  type: string;
  category: string | null;
  name: (random: Random) => string;
}

const recipes: readonly Recipe[] = [
  { type: 'ITComponent', category: 'saas', name: (random) => `${random.pick(domains)} Service` },
  {
    type: 'Interface',
    category: 'logicalInterface',
    name: (random) => `${random.pick(domains)} to ${random.pick(domains)}`,
  },
  {
    type: 'Organization',
    category: 'businessUnit',
    name: (random) => `${random.pick(domains)} ${random.pick(regions)}`,
  },
  { type: 'BusinessCapability', category: null, name: (random) => `${random.pick(domains)} Management` },
  { type: 'DataObject', category: null, name: (random) => `${random.pick(domains)} Record` },
  { type: 'Provider', category: null, name: (random) => `${capital(random.pick(companies))} Software` },
  {
    type: 'Initiative',
    category: 'project',
    name: (random) => `${random.pick(domains)} Renewal ${random.pick(regions)}`,
  },
  { type: 'Platform', category: null, name: (random) => `${random.pick(domains)} Platform` },
  {
    type: 'BusinessContext',
    category: 'process',
    name: (random) => `${random.pick(processes)} ${random.pick(regions)}`,
  },
  { type: 'Objective', category: null, name: (random) => `Simplify ${random.pick(domains)}` },
  { type: 'TechnicalStack', category: null, name: (random) => `${random.pick(domains)} Stack` },
];

export function generateOtherTypes(
  workspace: Workspace,
  count: number,
  random: Random,
  stamp: () => number,
): void {
  const idsByType = new Map<string, string[]>();
  for (let index = 0; index < count; index += 1) {
    const { type, category, name } = recipes[index % recipes.length] ?? random.pick(recipes);
    const base = name(random);
    let unused = base;
    for (let number = 2; workspace.isNameTaken(type, unused); number += 1) unused = `${base} ${number}`;
    const draft: FactSheetDraft = newFactSheet({ id: workspace.newId(), type, name: unused, stamp: stamp() });
    draft.category = category;
    draft.rev = random.below(6);
    const { id } = workspace.save(draft);
    idsByType.set(type, [...(idsByType.get(type) ?? []), id]);
  }
  relate(workspace, idsByType, random);
}

/** Every second capability hangs below the first one, every interface has a provider among the applications. */
function relate(workspace: Workspace, idsByType: ReadonlyMap<string, string[]>, random: Random): void {
  const applicationIds = [...workspace.list('Application')].slice(0, 200).map(({ id }) => id);
  const put = (relation: string, fromId: string, toId: string): void =>
    workspace.relations.put({
      id: workspace.newId(),
      relation,
      fromId,
      toId,
      description: null,
      activeFrom: null,
      activeUntil: null,
      fields: {},
    });
  for (const interfaceId of idsByType.get('Interface') ?? []) {
    put('applicationInterfaceProviderRelation', random.pick(applicationIds), interfaceId);
  }
  const [root, ...capabilities] = idsByType.get('BusinessCapability') ?? [];
  if (root === undefined) return;
  for (const id of capabilities.filter((_, index) => index % 2 === 0)) {
    put('businessCapabilityParentRelation', id, root);
    const child = workspace.get(id);
    if (child !== undefined) workspace.save(child);
  }
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
