// `landbridge plan <flow>`: what a sync would write, field by field, without writing it.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { checkPlace, placeFile } from '../../shared/platform/place-file.ts';
import { planFileOf, readPlanFile } from '../../shared/platform/plan-file.ts';
import { planText } from '../output/plan-text.ts';
import { print, tell } from '../terminal.ts';
import { messageOf, type RunOptions, runOnce } from './run-once.ts';
import { runOptions } from './run-options.ts';

interface PlanOptions extends RunOptions {
  out?: string;
  all?: boolean;
}

export function planCommand(exit: (code: number) => void): Command {
  return runOptions(
    new Command('plan')
      .summary('show what a sync would write, and write nothing')
      .description('Reads and matches like a sync, and shows each change field by field; writes nothing.')
      .argument('<flow>', 'landscape, iflows, or another one of the configuration')
      .option('--out <file>', 'keep the plan in a file for landbridge apply')
      .option('--all', 'show every change, however many there are'),
  ).action(async (flow: string, options: PlanOptions) => {
    const mayReplace = options.out !== undefined && (await isPlan(options.out));
    if (options.out !== undefined) await checkPlace(options.out, { mayReplace });
    const result = await runOnce(flow, options, { kind: 'plan' }, ({ store }, run) => planFileOf(store, run));
    const { json, extra: plan } = result;
    exit(result.code);
    if (plan === undefined || json.run.state !== 'planned') {
      if (options.json) print(JSON.stringify(json));
      return tell(messageOf(json));
    }
    if (options.out !== undefined) {
      const text = `${JSON.stringify(plan, undefined, 2)}\n`;
      await placeFile(options.out, text, { mayReplace, isPrivate: true });
    }
    if (options.json) return print(JSON.stringify(plan));
    print(planText(plan, json, { all: options.all ?? false }));
    const file = options.out ?? 'plan.json';
    const how = options.out === undefined ? `--out ${file} keeps it; then` : `Kept in ${file}:`;
    print(`\n${how} landbridge apply ${file} writes exactly this, until ${plan.expiresAt}.`);
  });
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
