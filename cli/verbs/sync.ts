// `landbridge sync <flow>`: one whole run on this machine, with the same steps as in the cloud.
import { Command } from 'commander';
import { type RunOptions, type RunResult, runOnce, tellRun } from './run-once.ts';
import { runOptions } from './run-options.ts';

export interface SyncOptions extends RunOptions {
  approve?: string;
}

export function syncCommand(exit: (code: number) => void): Command {
  return runOptions(
    new Command('sync')
      .summary('read, match, plan and write one flow, and say what was done')
      .description('Runs one flow to its end. A run that was killed is continued.')
      .argument('<flow>', 'landscape, or another one of the configuration')
      .option('--approve <planHash>', 'let the plan with this hash pass the guards'),
  ).action(async (flow: string, options: SyncOptions) => {
    const result = await sync(flow, options);
    tellRun(result, options);
    exit(result.code);
  });
}

/** Used by the demo too. */
export function sync(flow: string, options: SyncOptions): Promise<RunResult> {
  return runOnce(flow, options, { kind: 'sync', approved: options.approve });
}
