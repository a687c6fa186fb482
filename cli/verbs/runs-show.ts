// `landbridge runs show <id>`: one run, with what became of single items.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { stateFile } from '../../shared/platform/environment.ts';
import { openExistingStore } from '../../shared/platform/open-store.ts';
import type { StepContext } from '../../shared/steps/context.ts';
import { readChanges, readSkips } from '../../shared/steps/read-details.ts';
import { readExamples, readReport } from '../../shared/steps/report.ts';
import { type Run, readRun } from '../../shared/steps/run.ts';
import { changesList, skipsList } from '../output/details-text.ts';
import { runJson } from '../output/run-json.ts';
import { runText } from '../output/run-text.ts';
import { table } from '../output/table.ts';
import { print } from '../terminal.ts';

interface ShowOptions {
  state?: string;
  skipped?: boolean;
  failed?: boolean;
  changes?: boolean;
  json?: boolean;
}

type Store = StepContext['store'];

const examplesOfAKind = 3;

export function runsShowCommand(): Command {
  return new Command('show')
    .description('Shows one run: its report, or one of its lists in full.')
    .argument('<run>', 'its id, as landbridge runs lists it')
    .option('--skipped', 'each item that was skipped, and why')
    .option('--failed', 'each failure and each conflict')
    .option('--changes', 'each change, field by field, and what became of it')
    .option('--state <file>', 'the store (default: landbridge.sqlite)')
    .option('--json', 'print one JSON object on stdout and nothing else')
    .action(async (id: string, _: ShowOptions, command: Command) => {
      const options: ShowOptions = command.optsWithGlobals();
      const store = await openExistingStore(options.state ?? stateFile());
      try {
        const run = store && (await readRun(store, id));
        if (store === undefined || run === undefined)
          throw new LandbridgeError('PLAN_RUN_UNKNOWN', { run: id });
        print(await show(store, run, options));
      } finally {
        await store?.close();
      }
    });
}

async function show(store: Store, run: Run, options: ShowOptions): Promise<string> {
  const report = run.report && (await readReport(store, run.report));
  const json = runJson(run, report);
  const skipped = options.skipped ? ((await readSkips(store, run)) ?? null) : undefined;
  const changes = options.changes ? await readChanges(store, run) : undefined;
  if (options.json) {
    return JSON.stringify({
      ...json,
      ...(skipped !== undefined && { skippedItems: skipped }),
      ...(changes !== undefined && { changes }),
    });
  }
  const parts = [
    ...(skipped === undefined ? [] : [skipsList(skipped)]),
    ...(changes === undefined ? [] : [changesList(changes)]),
    ...(options.failed ? [failedList(json)] : []),
  ];
  if (parts.length > 0) return parts.join('\n\n');
  return runText(json, report === undefined ? [] : await readExamples(store, run, examplesOfAKind));
}

function failedList({ failures, conflicts, reviews }: ReturnType<typeof runJson>): string {
  const rows = [
    ...failures.map(({ item, code, message }) => ['failed', item, code, message]),
    ...conflicts.map(({ item, key, message }) => ['conflict', item, key, message]),
    ...reviews.map(({ item, key, message }) => ['review', item, key, message]),
  ];
  return rows.length === 0 ? 'Nothing failed, and there was no conflict.' : table(rows);
}
