// `landbridge runs`: the runs this store knows, the latest first.
import { Command } from 'commander';
import { stateFile } from '../../shared/platform/environment.ts';
import { openExistingStore } from '../../shared/platform/open-store.ts';
import { listRuns, type ReportHead, type Run } from '../../shared/steps/run.ts';
import { table } from '../output/table.ts';
import { print } from '../terminal.ts';
import { runsShowCommand } from './runs-show.ts';

export function runsCommand(): Command {
  return new Command('runs')
    .summary('list the runs so far, or show one')
    .description('Lists the runs that the store knows, the latest first.')
    .option('--state <file>', 'the store (default: landbridge.sqlite)')
    .option('--json', 'print one JSON object on stdout and nothing else')
    .addCommand(runsShowCommand())
    .action(async (options: { state?: string; json?: boolean }) => {
      const runs = await readRuns(options.state);
      if (options.json) print(JSON.stringify({ runs: runs.map(rowOf) }));
      else if (runs.length === 0) print('No run yet: landbridge sync landscape makes the first.');
      else
        print(
          table([['run', 'flow', 'state', 'items', 'written', 'failed', 'problem'], ...runs.map(textOf)]),
        );
    });
}

/** Listing makes no store where there is none. */
async function readRuns(state = stateFile()): Promise<Run[]> {
  const store = await openExistingStore(state);
  if (store === undefined) return [];
  try {
    return await listRuns(store);
  } finally {
    await store.close();
  }
}

function rowOf({ id, flow, kind, state, step, startedAt, endedAt, report, problem, undoes }: Run) {
  return {
    id,
    flow,
    state,
    step,
    startedAt,
    endedAt: endedAt ?? null,
    counts: report?.counts ?? null,
    retired: report?.retired ?? null,
    problem: problem ?? null,
    ...(undoes !== undefined && { undoes }),
    ...(kind === 'decide' && { decides: true }),
  };
}

function textOf({ id, flow, state, kind, report, problem, undoes }: Run): string[] {
  const counts = report?.counts;
  const written = counts && counts.created + counts.updated + counts.linked + writtenApart(report);
  const numbers = [counts?.items, written, counts?.failed].map((count) => String(count ?? ''));
  return [id, flow, state, ...numbers, problem?.code ?? remarkOf({ kind, undoes })];
}

function remarkOf({ kind, undoes }: { kind: Run['kind']; undoes: string | undefined }): string {
  if (undoes !== undefined) return `takes back ${undoes}`;
  return kind === 'decide' ? 'what was decided' : '';
}

/** Reports of earlier versions count no more than the retired. */
function writtenApart({ retired, archived = 0, unlinked = 0 }: Partial<ReportHead> = {}): number {
  return (retired ?? 0) + archived + unlinked;
}
