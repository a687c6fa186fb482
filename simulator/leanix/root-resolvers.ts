// Resolvers of the root fields: they hand arguments that the schema has checked to queries and mutations.
import { readable } from './access.ts';
import type { Automation } from './automation.ts';
import { type CommentArguments, createComment } from './comment-mutations.ts';
import {
  connect,
  describeComment,
  describeGroup,
  describeLogEvent,
  describeSubscription,
  describeTag,
} from './describe.ts';
import {
  createDocument,
  type DocumentArguments,
  type DocumentPatches,
  deleteDocument,
  updateDocument,
} from './document-mutations.ts';
import { refuseUnknown } from './errors.ts';
import type { FactSheet } from './fact-sheet.ts';
import { type FactSheetsArguments, resolveFactSheets } from './fact-sheets-query.ts';
import type { EventType } from './log-store.ts';
import { type CreateArguments, createFactSheet, type UpdateArguments, updateFactSheet } from './mutations.ts';
import {
  createSubscription,
  deleteSubscription,
  type SubscriptionArguments,
  type SubscriptionUpdate,
  updateSubscription,
} from './subscription-mutations.ts';
import { subscriptionRoles } from './subscription-roles.ts';
import {
  createTag,
  deleteTag,
  type TagArguments,
  type TagGroupArguments,
  upsertTag,
  upsertTagGroup,
} from './tag-mutations.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

/** The schema has checked the arguments of each; none of them needs a source. */
type RootResolver = (source: unknown, args: never, user: User) => unknown;

interface LogArguments {
  factSheetId: string;
  eventTypes?: readonly (EventType | null)[] | null;
  first?: number | null;
}

export function resolveQuery(workspace: Workspace, automation: Automation): Record<string, RootResolver> {
  const allFactSheets = resolveFactSheets(workspace, automation);

  function factSheet(id: string, user: User): FactSheet {
    const row = readable(workspace, user, id);
    if (row === undefined) throw refuseUnknown('fact sheet', id);
    automation.wasRead(id);
    return row;
  }

  return {
    factSheet: (_source, { id }: { id: string }, user) => factSheet(id, user),
    allFactSheets: (_source, args: FactSheetsArguments, user) => allFactSheets(args, user),
    allTags(_source, { filter }: { filter?: { tagGroupName?: string | null } | null }) {
      const wanted = filter?.tagGroupName;
      const tags = workspace.tags
        .tags()
        .filter(({ groupId }) => !wanted || workspace.tags.group(groupId)?.name === wanted);
      return connect(tags.map((tag) => describeTag(workspace, tag)));
    },
    allTagGroups: () => connect(workspace.tags.groups().map(({ id }) => describeGroup(workspace, id))),
    allSubscriptionRoles: () => connect(subscriptionRoles),
    allLogEvents(_source, { factSheetId, eventTypes, first }: LogArguments, user) {
      factSheet(factSheetId, user);
      // assumption: the latest event comes first.
      const events = workspace.log.of(factSheetId).toReversed();
      const wanted = eventTypes ? events.filter(({ eventType }) => eventTypes.includes(eventType)) : events;
      return connect(
        wanted.map((event) => describeLogEvent(event, workspace.now())),
        first,
      );
    },
  };
}

export function resolveMutation(workspace: Workspace, automation: Automation): Record<string, RootResolver> {
  function written(factSheet: FactSheet, { validateOnly }: { validateOnly?: boolean | null }): object {
    if (!validateOnly) automation.wasWritten(factSheet.id);
    return { factSheet };
  }

  return {
    createFactSheet: (_source, args: CreateArguments, user) =>
      written(createFactSheet(workspace, args, user), args),
    updateFactSheet: (_source, args: UpdateArguments, user) =>
      written(updateFactSheet(workspace, args, user), args),
    upsertTagGroup: (_source, args: TagGroupArguments, user) =>
      describeGroup(workspace, upsertTagGroup(workspace, args, user).id),
    upsertTag: (_source, args: TagArguments, user) =>
      describeTag(workspace, upsertTag(workspace, args, user)),
    createTag: (_source, args: TagArguments, user) =>
      describeTag(workspace, createTag(workspace, args, user)),
    deleteTag: (_source, args: { id: string }, user) =>
      describeTag(workspace, deleteTag(workspace, args, user)),
    createDocument: (_source, args: DocumentArguments, user) => createDocument(workspace, args, user),
    updateDocument: (_source, args: DocumentPatches, user) => updateDocument(workspace, args, user),
    deleteDocument: (_source, args: { id: string }, user) => deleteDocument(workspace, args, user),
    createSubscription: (_source, args: SubscriptionArguments, user) =>
      describeSubscription(createSubscription(workspace, args, user)),
    updateSubscription: (_source, args: SubscriptionUpdate, user) =>
      describeSubscription(updateSubscription(workspace, args, user)),
    deleteSubscription: (_source, args: { id: string }, user) => deleteSubscription(workspace, args, user),
    createComment: (_source, args: CommentArguments, user) =>
      describeComment(createComment(workspace, args, user)),
  };
}
