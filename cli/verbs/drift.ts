// `landbridge drift <flow>`: where LeanIX differs from what was written last. Writes nothing.
import { Command } from 'commander';
import { describeError, type LandbridgeError, toLandbridgeError } from '../../shared/errors.ts';
import { openContext } from '../../shared/platform/open-context.ts';
import { type DriftFound, findDrift } from '../../shared/steps/find-drift.ts';
import { exitCodeOfError, exitCodes } from '../exit-codes.ts';
import { driftText } from '../output/drift-text.ts';
import { tellError } from '../output/tell-error.ts';
import { print } from '../terminal.ts';
import type { RunOptions } from './run-once.ts';
import { runOptions } from './run-options.ts';

export function driftCommand(exit: (code: number) => void): Command {
  return runOptions(
    new Command('drift')
      .summary('show where LeanIX differs from what was written')
      .description(
        'Compares each linked fact sheet with what Landbridge wrote last; writes nothing. Exit code 3 when something differs.',
      )
      .argument('<flow>', 'landscape, iflows, or another one of the configuration'),
  ).action(async (flow: string, options: RunOptions) => {
    try {
      const found = await look(flow, options);
      print(options.json ? JSON.stringify(found) : driftText(found));
      exit(found.drift.length > 0 ? exitCodes.partial : exitCodes.done);
    } catch (thrown) {
      const error = toLandbridgeError(thrown);
      if (options.json) print(JSON.stringify({ flow, error: problemOf(error), drift: [] }));
      tellError(thrown);
      exit(exitCodeOfError(error.code));
    }
  });
}

async function look(flow: string, options: RunOptions): Promise<DriftFound> {
  const context = await openContext(flow, options);
  try {
    return await findDrift(context, flow);
  } finally {
    await context.close();
  }
}

function problemOf(error: LandbridgeError) {
  return { code: error.code, message: describeError(error) };
}
