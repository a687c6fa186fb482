// Comments on fact sheets (seen in a client, leanix-api 2.4); they do not break the seal (2.9). assumption: they
// leave the revision alone too, and who may read a fact sheet may comment on it unless only a viewer.
import { checkMayWrite, readable } from './access.ts';
import { refuseUnknown } from './errors.ts';
import type { Comment } from './fact-sheet.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface CommentArguments {
  factSheetId: string;
  message: string;
  status?: Comment['status'] | null;
}

export function createComment(workspace: Workspace, args: CommentArguments, user: User): Comment {
  const { factSheetId, message, status } = args;
  checkMayWrite(user);
  if (readable(workspace, user, factSheetId) === undefined) throw refuseUnknown('fact sheet', factSheetId);
  const comment: Comment = {
    id: workspace.newId(),
    factSheetId,
    userId: user.id,
    message,
    status: status ?? 'ACTIVE',
    createdAt: workspace.stamp(),
  };
  workspace.comments.put(comment);
  workspace.log.add(factSheetId, user, [{ eventType: 'COMMENT_CREATED', message }]);
  return comment;
}
