// `landbridge apply <plan.json>`: writes exactly the plan that was shown.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { givenOf, type PlanFile, readPlanFile } from '../../shared/platform/plan-file.ts';
import { exitCodes } from '../exit-codes.ts';
import { errorJson } from '../output/run-json.ts';
import { tellError } from '../output/tell-error.ts';
import { print } from '../terminal.ts';
import { type RunOptions, runOnce, tellRun } from './run-once.ts';
import { runOptions } from './run-options.ts';

interface ApplyOptions extends RunOptions {
  approve?: string;
}

export function applyCommand(exit: (code: number) => void): Command {
  return runOptions(
    new Command('apply')
      .summary('write exactly a plan that landbridge plan kept')
      .description('Writes the plan in the file, all of it or nothing where something changed since.')
      .argument('<file>', 'what landbridge plan --out wrote')
      .option('--approve <planHash>', 'let the plan with this hash pass the guards'),
  ).action(async (path: string, options: ApplyOptions) => {
    const file = await readPlanFile(path);
    const stopped = stoppedBy(file, options.approve);
    if (stopped !== undefined) {
      if (options.json) print(JSON.stringify(errorJson(file.flow, stopped, undefined)));
      tellError(stopped);
      return exit(exitCodes.refused);
    }
    const result = await runOnce(file.flow, options, {
      kind: 'apply',
      given: givenOf(file),
      approved: options.approve,
    });
    tellRun(result, options);
    exit(result.code);
  });
}

/** A guard that spoke when the plan was made is heard now, unless a person approved the plan by its hash. */
function stoppedBy({ guards, hash }: PlanFile, approved: string | undefined): LandbridgeError | undefined {
  const [guard] = guards;
  if (guard === undefined || approved === hash) return undefined;
  return new LandbridgeError('PLAN_GUARDED', { guard: guard.code, planHash: hash });
}
