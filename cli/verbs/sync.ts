// `landbridge sync <flow>`: one whole run on this machine, with the same steps as in the cloud.
import { Command, Option } from 'commander';
import { type RunOptions, type RunResult, runOnce, tellRun } from './run-once.ts';
import { runOptions } from './run-options.ts';

export interface SyncOptions extends RunOptions {
  approve?: string;
  only?: string[];
  changes?: 'create' | 'update';
}

export function syncCommand(exit: (code: number) => void): Command {
  return runOptions(
    new Command('sync')
      .summary('read, match, plan and write one flow, and say what was done')
      .description('Runs one flow to its end. A run that was killed is continued.')
      .argument('<flow>', 'landscape, iflows, or another one of the configuration')
      .option('--approve <planHash>', 'let the plan with this hash pass the guards')
      .option('--only <ids...>', 'only these objects, by their ids at the source')
      .addOption(
        new Option('--changes <kind>', 'only what is new, or only what is linked already').choices([
          'create',
          'update',
        ]),
      ),
  ).action(async (flow: string, options: SyncOptions) => {
    const result = await sync(flow, options);
    tellRun(result, options);
    exit(result.code);
  });
}

/** Used by the demo too. */
export function sync(flow: string, options: SyncOptions): Promise<RunResult> {
  const { approve, only, changes } = options;
  const isChosen = only !== undefined || changes !== undefined;
  const choice = {
    ...(only !== undefined && { only: only.flatMap((ids) => ids.split(',')) }),
    ...(changes !== undefined && { changes }),
  };
  return runOnce(flow, options, { kind: 'sync', approved: approve, ...(isChosen && { choice }) });
}
