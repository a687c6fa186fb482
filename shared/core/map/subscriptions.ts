// Users that the rules subscribe to a fact sheet: only those whom the configuration names. One of ours follows it
// while it is as we left it; one that a person changed or took away is left.
import { createHash } from 'node:crypto';
import { type Subscribing, type Subscription, type SubscriptionRole, subscriptionTypes } from '../model.ts';
import type { AttachedStep, FieldChange } from '../plan/plan.ts';
import type { MappedSubscription } from '../rules.ts';

/** How the change of one subscription is spelt like a field: `subscriptions/owner`. */
export const subscriptionKey = (slot: string): string => `subscriptions/${slot}`;
const prefix = subscriptionKey('');

export function isSubscription(key: string): boolean {
  return key.startsWith(prefix);
}

/** What stands for an address wherever nobody need be named; the connector spells it the same way. */
export function whoOf(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 32);
}

interface Wanted extends Pick<Subscribing, 'email' | 'type'> {
  role?: SubscriptionRole | undefined;
}

/** Type, address, and the role with its id and its name: none of the first three holds a blank. */
function format({ type, email, role }: Wanted): string {
  return [type, email, ...(role === undefined ? [] : [role.id, role.name])].join(' ');
}

export function parseSubscription(text: string): Wanted {
  const [given = '', email = '', id, ...name] = text.split(' ');
  const type = subscriptionTypes.find((known) => known === given) ?? 'OBSERVER';
  return { type, email, ...(id !== undefined && { role: { id, name: name.join(' '), type } }) };
}

/** The subscription that reads so, if the fact sheet has it. */
export function findSubscription(present: readonly Subscription[], text: string): Subscription | undefined {
  const { type, email, role } = parseSubscription(text);
  const who = whoOf(email);
  return present.find(
    (one) => one.type === type && one.who === who && (role === undefined || one.roles.includes(role.name)),
  );
}

export interface SubscriptionPlan {
  change?: FieldChange;
  isConflict?: true;
  note?: string;
}

/** @param written what we wrote last; undefined where we never did */
export function changeSubscription(
  { slot, email, type, role: roleName, why }: MappedSubscription,
  roles: readonly SubscriptionRole[],
  present: readonly Subscription[],
  written: string | undefined,
): SubscriptionPlan {
  if (!/^\S+@\S+$/.test(email)) return { note: `subscriptions ${slot}: no e-mail address; left alone.` };
  const role = roleName === undefined ? undefined : findRole(roles, roleName, type);
  if (roleName !== undefined && role === undefined) {
    return {
      note: `subscriptions ${slot}: the workspace has no role "${roleName}" for ${type}; left alone.`,
    };
  }
  const wanted = { type, email, role };
  const after = format(wanted);
  if (written === after) return {};
  const change = (step: AttachedStep, leaves = after): { change: FieldChange } => ({
    change: {
      key: subscriptionKey(slot),
      before: written ?? '',
      after: leaves,
      owner: 'source-owned',
      why,
      patches: [],
      step,
      isLater: true,
    },
  });
  const ours = written ? findSubscription(present, written) : undefined;
  const isTaken = present.some((one) => one.id !== ours?.id && one.type === type && one.who === whoOf(email));
  if (ours !== undefined) {
    // Whom it was to name has subscribed without us.
    if (isTaken) return change({ op: 'delete-subscription', id: ours.id }, '');
    return change({ op: 'update-subscription', id: ours.id, ...subscribing(wanted) });
  }
  if (isTaken) return {};
  return written ? { isConflict: true } : change({ op: 'create-subscription', ...subscribing(wanted) });
}

/** A role of that name which belongs to the type, or does not tell. */
export function findRole(
  roles: readonly SubscriptionRole[],
  name: string,
  type: string,
): SubscriptionRole | undefined {
  const named = roles.filter((role) => role.name === name);
  return named.find((role) => role.type === type) ?? named.find((role) => role.type === '');
}

function subscribing({ type, email, role }: Wanted): Subscribing {
  return { type, email, roleIds: role === undefined ? [] : [role.id] };
}

export function subscriptionsAfter(
  present: readonly Subscription[],
  { after, step }: Pick<FieldChange, 'after' | 'step'>,
  made: string | undefined,
): Subscription[] {
  const given = unnamed(after);
  switch (step?.op) {
    case 'create-subscription':
      return [...present.filter(({ id }) => id !== made), { id: made ?? '', ...given }];
    case 'update-subscription':
      return present.map((one) => (one.id === step.id ? { ...one, ...given } : one));
    case 'delete-subscription':
      return present.filter(({ id }) => id !== step.id);
    default:
      return [...present];
  }
}

/** What was written, without anybody's name. */
export function unnamed(text: string): Omit<Subscription, 'id'> {
  const { type, email, role } = parseSubscription(text);
  return { type, who: whoOf(email), roles: role === undefined ? [] : [role.name] };
}

/** Whether the fact sheet has the subscription as the change leaves it. */
export function isSubscriptionHeld(
  present: readonly Subscription[],
  { before, after }: Pick<FieldChange, 'before' | 'after'>,
): boolean {
  if (after === '') return findSubscription(present, before) === undefined;
  return findSubscription(present, after) !== undefined;
}

/** Takes away what was made, and gives back what was changed, on the fact sheet as it is now. */
export function reversedSubscription(
  { key, before, after, owner }: FieldChange,
  present: readonly Subscription[],
  why: string,
): FieldChange {
  const field = { key, before: after, after: before, owner, why, patches: [] };
  const ours = findSubscription(present, after);
  const former = subscribing(parseSubscription(before));
  if (ours === undefined) return { ...field, step: { op: 'create-subscription', ...former } };
  if (before === '') return { ...field, step: { op: 'delete-subscription', id: ours.id } };
  return { ...field, step: { op: 'update-subscription', id: ours.id, ...former } };
}

/** All subscriptions, without anybody's name. */
export function formatSubscriptions(present: readonly Omit<Subscription, 'id'>[]): string {
  return present
    .map(({ type, who, roles }) => [type, who, ...roles].join(' '))
    .sort()
    .join('\n');
}
