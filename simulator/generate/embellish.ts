// Gives a generated workspace what years of work leave behind: relations, documents, subscriptions, and access
// control lists where they are asked for. Names, revisions and dates of the fact sheets stay as they were made.
import type { FactSheet, Subscription } from '../leanix/fact-sheet.ts';
import { people, restrictedArea } from '../leanix/users.ts';
import type { Workspace } from '../leanix/workspace.ts';
import type { Random } from './random.ts';

export function embellishWorkspace(workspace: Workspace, random: Random): void {
  const applications = [...workspace.list('Application')].filter(({ status }) => status === 'ACTIVE');
  relate(workspace, random, applications);
  for (const row of applications) {
    if (random.chance(0.1)) document(workspace, random, row);
    if (random.chance(0.2)) subscribe(workspace, random, row);
  }
  restrict(workspace, random);
  if (!workspace.settings.qualitySeal) approveAll(workspace);
  workspace.undo.commit();
  workspace.history.catchUp();
}

/** Relations of applications to the few fact sheets of the other types; none that has a part in names. */
const relations = [
  ['applicationOrganizationRelation', 'Organization', 0.2],
  ['applicationBusinessCapabilityRelation', 'BusinessCapability', 0.15],
  ['applicationITComponentRelation', 'ITComponent', 0.1],
  ['applicationInitiativeRelation', 'Initiative', 0.03],
] as const;

function relate(workspace: Workspace, random: Random, applications: readonly FactSheet[]): void {
  for (const [relation, type, share] of relations) {
    const targets = [...workspace.list(type)];
    if (targets.length === 0) continue;
    for (const { id: fromId } of applications) {
      if (!random.chance(share)) continue;
      workspace.relations.put({
        id: random.uuid(),
        relation,
        fromId,
        toId: random.pick(targets).id,
        description: null,
        activeFrom: random.chance(0.2) ? `20${15 + random.below(10)}-01-01` : null,
        activeUntil: null,
        fields: {},
      });
    }
  }
}

function document(workspace: Workspace, random: Random, { id: factSheetId }: FactSheet): void {
  const id = random.uuid();
  workspace.documents.put({
    id,
    factSheetId,
    name: random.pick(['Operations manual', 'Architecture overview', 'Vendor page']),
    url: `https://wiki.example.org/pages/${id.slice(0, 8)}`,
    description: null,
    origin: 'CUSTOM_LINK',
    documentType: 'documentation',
  });
}

const kinds: readonly (readonly [Subscription['type'], string])[] = [
  ['RESPONSIBLE', '12121212-0000-4000-8000-000000000002'],
  ['ACCOUNTABLE', '12121212-0000-4000-8000-000000000004'],
  ['OBSERVER', '12121212-0000-4000-8000-000000000005'],
];

function subscribe(workspace: Workspace, random: Random, row: FactSheet): void {
  const [type, roleId] = random.pick(kinds);
  workspace.subscriptions.put({
    id: random.uuid(),
    factSheetId: row.id,
    userId: random.pick(people).id,
    type,
    roles: [{ id: roleId, comment: null }],
    createdAt: row.createdAt,
  });
}

function restrict(workspace: Workspace, random: Random): void {
  const { hiddenPercent, protectedPercent } = workspace.settings;
  if (hiddenPercent + protectedPercent === 0) return;
  for (const row of [...workspace.list()]) {
    const at = random.below(100);
    if (at < hiddenPercent) workspace.save({ ...row, permittedReadACL: [restrictedArea.id] });
    else if (at < hiddenPercent + protectedPercent) {
      workspace.save({ ...row, permittedWriteACL: [restrictedArea.id] });
    }
  }
}

/** leanix-api 2.9: without seals everything counts as approved. */
function approveAll(workspace: Workspace): void {
  for (const row of [...workspace.list()]) workspace.save({ ...row, lxState: 'APPROVED' });
}
