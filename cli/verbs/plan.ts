// `landbridge plan <flow>`: what a sync would write, field by field, without writing it.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { checkPlace, placeFile } from '../../shared/platform/place-file.ts';
import { type PlanFile, planFileOf, readPlanFile } from '../../shared/platform/plan-file.ts';
import type { StepContext } from '../../shared/steps/context.ts';
import type { Run } from '../../shared/steps/run.ts';
import { type Validation, validatePlan } from '../../shared/steps/validate-plan.ts';
import { exitCodes } from '../exit-codes.ts';
import { planText } from '../output/plan-text.ts';
import { validationText } from '../output/validation-text.ts';
import { print, tell } from '../terminal.ts';
import { messageOf, type RunOptions, runOnce } from './run-once.ts';
import { runOptions } from './run-options.ts';

interface PlanOptions extends RunOptions {
  out?: string;
  all?: boolean;
  validate?: boolean;
}

export function planCommand(exit: (code: number) => void): Command {
  return runOptions(
    new Command('plan')
      .summary('show what a sync would write, and write nothing')
      .description('Reads and matches like a sync, and shows each change field by field; writes nothing.')
      .argument('<flow>', 'landscape, iflows, or another one of the configuration')
      .option('--out <file>', 'keep the plan in a file for landbridge apply')
      .option('--all', 'show every change, however many there are')
      .option('--validate', 'have SAP LeanIX look at each change too, without carrying it out'),
  ).action(async (flow: string, options: PlanOptions) => {
    const mayReplace = options.out !== undefined && (await isPlan(options.out));
    if (options.out !== undefined) await checkPlace(options.out, { mayReplace });
    const result = await runOnce(flow, options, { kind: 'plan' }, (context, run) =>
      look(context, run, options.validate === true),
    );
    const { json, extra: { plan, validation } = {} } = result;
    const isRefused = validation !== undefined && validation.refused.length > 0;
    exit(result.code === exitCodes.done && isRefused ? exitCodes.partial : result.code);
    if (plan === undefined || json.run.state !== 'planned') {
      if (options.json) print(JSON.stringify(json));
      return tell(messageOf(json));
    }
    if (options.out !== undefined) {
      const text = `${JSON.stringify(plan, undefined, 2)}\n`;
      await placeFile(options.out, text, { mayReplace, isPrivate: true });
    }
    if (options.json) return print(JSON.stringify({ ...plan, ...(validation && { validation }) }));
    print(planText(plan, json, { all: options.all ?? false }));
    if (validation !== undefined) print(validationText(validation));
    const file = options.out ?? 'plan.json';
    const how = options.out === undefined ? `--out ${file} keeps it; then` : `Kept in ${file}:`;
    print(`\n${how} landbridge apply ${file} writes exactly this, until ${plan.expiresAt}.`);
  });
}

/** The plan as a file, and what LeanIX says to it where that is asked for. */
async function look(
  context: StepContext,
  run: Run,
  isToBeValidated: boolean,
): Promise<{ plan?: PlanFile; validation?: Validation }> {
  const plan = await planFileOf(context.store, run);
  if (plan === undefined) return {};
  return isToBeValidated ? { plan, validation: await validatePlan(context, run) } : { plan };
}

/** A plan may take the place of another plan, and of nothing else. */
async function isPlan(file: string): Promise<boolean> {
  try {
    await readPlanFile(file);
    return true;
  } catch (thrown) {
    return thrown instanceof LandbridgeError && thrown.code === 'PLAN_EDITED';
  }
}
