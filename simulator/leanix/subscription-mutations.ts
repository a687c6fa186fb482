// Subscriptions of users to fact sheets (leanix-api 2.4). assumption: they leave the revision alone; that they do
// not break the quality seal is documented (leanix-api 2.9).
import { checkMayWriteFactSheet, readable } from './access.ts';
import { refuse, refuseByModel, refuseUnknown } from './errors.ts';
import type { FactSheet, Subscription, SubscriptionType } from './fact-sheet.ts';
import type { LogFacts } from './log-store.ts';
import { type SubscriptionRole, subscriptionRoles } from './subscription-roles.ts';
import { people, type User } from './users.ts';
import type { Workspace } from './workspace.ts';

interface RoleArguments {
  roleIds?: readonly (string | null)[] | null;
  roles?: readonly ({ id: string; comment?: string | null } | null)[] | null;
}

export interface SubscriptionArguments extends RoleArguments {
  factSheetId: string;
  user: UserReference;
  type: SubscriptionType;
}

export interface UserReference {
  id?: string | null;
  email?: string | null;
}

export function createSubscription(
  workspace: Workspace,
  args: SubscriptionArguments,
  user: User,
): Subscription {
  const { factSheetId, type } = args;
  const row = findOwner(workspace, factSheetId, user);
  const subscription: Subscription = {
    id: workspace.newId(),
    factSheetId,
    userId: findUser(args.user).id,
    type,
    roles: readRoles(args, row, type),
    createdAt: workspace.stamp(),
  };
  checkSingle(workspace, subscription);
  workspace.subscriptions.put(subscription);
  note(workspace, subscription, user, { eventType: 'SUBSCRIPTION_CREATED', newValue: type });
  return subscription;
}

export interface SubscriptionUpdate extends RoleArguments {
  id: string;
  user?: UserReference | null;
  type?: SubscriptionType | null;
}

export function updateSubscription(workspace: Workspace, args: SubscriptionUpdate, user: User): Subscription {
  const before = findSubscription(workspace, args.id, user);
  const row = findOwner(workspace, before.factSheetId, user);
  const type = args.type ?? before.type;
  const next: Subscription = {
    ...before,
    userId: args.user ? findUser(args.user).id : before.userId,
    type,
    // assumption: roles that are not named stay.
    roles: args.roles || args.roleIds ? readRoles(args, row, type) : before.roles,
  };
  checkSingle(workspace, next);
  workspace.subscriptions.put(next);
  const values = { oldValue: before.type, newValue: type };
  note(workspace, next, user, { eventType: 'SUBSCRIPTION_UPDATED', ...values });
  return next;
}

/** Answers the fact sheet, not the subscription (leanix-api 2.4). */
export function deleteSubscription(workspace: Workspace, { id }: { id: string }, user: User): FactSheet {
  const subscription = findSubscription(workspace, id, user);
  const row = findOwner(workspace, subscription.factSheetId, user);
  workspace.subscriptions.remove(id);
  note(workspace, subscription, user, { eventType: 'SUBSCRIPTION_DELETED', oldValue: subscription.type });
  return row;
}

function findOwner(workspace: Workspace, factSheetId: string, user: User): FactSheet {
  const row = readable(workspace, user, factSheetId);
  if (row === undefined) throw refuseUnknown('fact sheet', factSheetId);
  checkMayWriteFactSheet(user, row);
  return row;
}

function findSubscription(workspace: Workspace, id: string, user: User): Subscription {
  const subscription = workspace.subscriptions.get(id);
  if (subscription === undefined || readable(workspace, user, subscription.factSheetId) === undefined) {
    throw refuseUnknown('subscription', id);
  }
  return subscription;
}

/** assumption: a user the workspace does not know is refused, not invited. */
function findUser({ id, email }: UserReference): User {
  const found = people.find((person) => (id ? person.id === id : person.email === email));
  if (found === undefined) throw refuse('SIMULATED: the user does not exist in this workspace');
  return found;
}

function readRoles(args: RoleArguments, row: FactSheet, type: SubscriptionType): Subscription['roles'] {
  const wanted = [
    ...(args.roles ?? []).filter((role) => role !== null),
    ...(args.roleIds ?? []).filter((id) => id !== null).map((id) => ({ id, comment: null })),
  ];
  return wanted.map(({ id, comment }) => {
    const role = subscriptionRoles.find((known) => known.id === id);
    // assumption: the role must fit the type of the subscription and of the fact sheet.
    if (role === undefined || !fits(role, row, type)) {
      throw refuseByModel(`SIMULATED: subscription role '${id}' is not allowed here`, { objectId: row.id });
    }
    return { id, comment: comment ?? null };
  });
}

function fits(role: SubscriptionRole, row: FactSheet, type: SubscriptionType): boolean {
  const { subscriptionType, restrictToFactSheetTypes: types } = role;
  return subscriptionType === type && (types.length === 0 || types.includes(row.type));
}

/** The words are seen in a client (leanix-api 2.2); assumption: one for each user and type. */
function checkSingle(workspace: Workspace, wanted: Subscription): void {
  const twin = workspace.subscriptions
    .of(wanted.factSheetId)
    .find(({ id, userId, type }) => id !== wanted.id && userId === wanted.userId && type === wanted.type);
  if (twin !== undefined) throw refuse('Subscription already exists');
}

function note(workspace: Workspace, { id, factSheetId }: Subscription, user: User, facts: LogFacts): void {
  workspace.log.add(factSheetId, user, [{ path: `/subscriptions/${id}`, ...facts }]);
}
