// Tags, subscriptions, log events and lists as GraphQL answers them, out of the rows of the workspace.
import { formatStamp } from '../clock.ts';
import type { Comment, Subscription, Tag } from './fact-sheet.ts';
import type { LogEvent } from './log-store.ts';
import { subscriptionRoles } from './subscription-roles.ts';
import { people } from './users.ts';
import type { Workspace } from './workspace.ts';

export function connect<Node>(
  nodes: readonly Node[],
  first?: number | null,
): { totalCount: number; edges: { node: Node }[] } {
  const edges = nodes.slice(0, first ?? nodes.length).map((node) => ({ node }));
  return { totalCount: nodes.length, edges };
}

export function describeTag(workspace: Workspace, tag: Tag | undefined): object | undefined {
  return tag && { ...tag, tagGroup: () => describeGroup(workspace, tag.groupId) };
}

export function describeGroup(workspace: Workspace, id: string | undefined): object | null {
  const group = workspace.tags.group(id);
  if (group === undefined) return null;
  const tags = (): object => {
    const own = workspace.tags.tags().filter(({ groupId }) => groupId === group.id);
    return connect(own.map((tag) => describeTag(workspace, tag)));
  };
  return { ...group, tags };
}

export function describeSubscription({ id, type, userId, roles, createdAt }: Subscription): object {
  return {
    id,
    type,
    createdAt: formatStamp(createdAt),
    user: people.find((user) => user.id === userId),
    roles: roles.map(({ id: roleId, comment }) => ({
      ...subscriptionRoles.find((role) => role.id === roleId),
      comment,
    })),
  };
}

export function describeComment({ id, message, status, createdAt }: Comment): object {
  return { id, message, status, createdAt: formatStamp(createdAt) };
}

export function describeLogEvent(event: LogEvent, nowMs: number): object {
  return {
    ...event,
    createdAt: formatStamp(event.createdAt),
    secondsPast: Math.floor(nowMs / 1000 - event.createdAt / 1_000_000),
  };
}
