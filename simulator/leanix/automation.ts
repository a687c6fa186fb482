// Automations and calculations of the workspace: after a client's write, or between its read and its write,
// they change the revision of some fact sheets and nothing that was written (leanix-api 2.7). Which ones hangs on
// the seed only; a revision moves at most once between two writes of clients, so that who reads again succeeds.
import { createRandom } from '../generate/random.ts';
import { automationUser } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface Automation {
  /** A client was shown this fact sheet. */
  wasRead(id: string): void;
  /** A client wrote it; taken back with the write. */
  wasWritten(id: string): void;
  /** Does what is due. Runs before a request, never within one. */
  work(): void;
}

export function createAutomation(workspace: Workspace, seed: number): Automation {
  const { automation, automationPercent, automationDelayMs } = workspace.settings;
  const afterRead = automation === 'after-read' || automation === 'both';
  const afterWrite = automation === 'after-write' || automation === 'both';
  /** When to work on a fact sheet, in the order in which it became known. */
  const dueAt = new Map<string, number>();
  const doneSinceWrite = new Set<string>();

  function caresFor(id: string): boolean {
    return createRandom(seed, `automation ${id}`).below(100) < automationPercent;
  }

  return {
    wasRead(id) {
      if (!afterRead || doneSinceWrite.has(id) || dueAt.has(id) || !caresFor(id)) return;
      dueAt.set(id, workspace.now());
    },
    wasWritten(id) {
      if (automation === 'never' || !caresFor(id)) return;
      const [wasDone, wasDueAt] = [doneSinceWrite.delete(id), dueAt.get(id)];
      if (afterWrite) dueAt.set(id, workspace.now() + automationDelayMs);
      workspace.undo.add(() => {
        if (wasDone) doneSinceWrite.add(id);
        dueAt.delete(id);
        if (wasDueAt !== undefined) dueAt.set(id, wasDueAt);
      });
    },
    work() {
      for (const [id, at] of dueAt) {
        if (at > workspace.now()) continue;
        dueAt.delete(id);
        doneSinceWrite.add(id);
        const row = workspace.get(id);
        if (row === undefined) continue;
        workspace.save({ ...row, rev: row.rev + 1, updatedAt: workspace.stamp() });
        workspace.log.add(id, automationUser, [{ eventType: 'FACT_SHEET_UPDATED' }]);
      }
      workspace.undo.commit();
    },
  };
}
