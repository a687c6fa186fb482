// Archived fact sheets are deleted for good after 90 days (leanix-api 2.6). Only those that were archived while
// the simulator ran: since when the generated ones are archived is not known.
import type { Workspace } from './workspace.ts';

const retentionDays = 90;

export function deleteExpired(workspace: Workspace): void {
  const until = (workspace.now() - retentionDays * 86_400_000) * 1000;
  for (const { id, status } of [...workspace.list()]) {
    if (status !== 'ARCHIVED') continue;
    const archived = workspace.log.of(id).findLast(({ eventType }) => eventType === 'FACT_SHEET_ARCHIVED');
    if (archived !== undefined && archived.createdAt <= until) workspace.remove(id);
  }
  workspace.undo.commit();
}
