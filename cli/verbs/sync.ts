// `landbridge sync <flow>`: one whole run on this machine, with the same steps as in the cloud.
import { Command } from 'commander';
import { type LandbridgeError, toLandbridgeError } from '../../shared/errors.ts';
import { type OpenContext, openContext } from '../../shared/platform/open-context.ts';
import { runFlow } from '../../shared/platform/run-flow.ts';
import type { Change } from '../../shared/steps/report.ts';
import { readExamples, readReport } from '../../shared/steps/report.ts';
import { type Run, readLastRun } from '../../shared/steps/run.ts';
import { exitCodeOf, exitCodeOfError } from '../exit-codes.ts';
import { errorJson, type RunJson, runJson } from '../output/run-json.ts';
import { runText } from '../output/run-text.ts';
import { showProgress } from '../output/show-progress.ts';
import { tellMistakes } from '../output/tell-error.ts';
import { print, tell } from '../terminal.ts';

const examplesOfAKind = 3;

export interface SyncOptions {
  bindings?: string;
  state?: string;
  config?: string;
  approve?: string;
  json?: boolean;
}

export function syncCommand(exit: (code: number) => void): Command {
  return new Command('sync')
    .summary('read, match, plan and write one flow, and say what was done')
    .description('Runs one flow to its end. A run that was killed is continued.')
    .argument('<flow>', 'landscape, or another one of the configuration')
    .option('--bindings <file>', 'bound services, in the shape of default-env.json')
    .option('--state <file>', 'where links, runs and tokens are kept (default: landbridge.sqlite)')
    .option(
      '--config <file>',
      'what to select, write and guard (default: what the store holds, else landbridge.yaml)',
    )
    .option('--approve <planHash>', 'let the plan with this hash pass the guards')
    .option('--json', 'print one JSON object on stdout and nothing else')
    .action(async (flow: string, options: SyncOptions) => {
      const { code, json, examples } = await sync(flow, options);
      if (options.json) print(JSON.stringify(json));
      else if (json.run.id === null || json.refused?.code === 'PLAN_FLOW_HELD') tell(messageOf(json));
      else print(runText(json, examples));
      if (options.json && (json.error ?? json.refused) !== undefined) tell(messageOf(json));
      exit(code);
    });
}

export interface SyncResult {
  code: number;
  json: RunJson;
  /** Some of the changes written. */
  examples: readonly Change[];
}

/** One run, as `sync` does it; used by the demo too. */
export async function sync(flow: string, options: SyncOptions): Promise<SyncResult> {
  const display = showProgress();
  try {
    const context = await openContext(flow, { ...options, progress: display.show });
    tellPlace(context.found);
    try {
      const run = await runFlow(context, flow, { kind: 'sync', approved: options.approve });
      const report = run.report && (await readReport(context.store, run.report));
      // Without a report the plan is lost too, of which they would be.
      const examples = report === undefined ? [] : await readExamples(context.store, run, examplesOfAKind);
      return { code: exitCodeOf(run), json: runJson(run, report), examples };
    } catch (thrown) {
      const last = await readLastRun(context.store, flow).catch(() => undefined);
      // Only one that is still under way is meant: whoever holds the flow may not have begun its run yet.
      return failed(flow, toLandbridgeError(thrown), last?.state === 'running' ? last : undefined);
    } finally {
      display.stop();
      await context.close();
    }
  } catch (thrown) {
    tellMistakes(thrown);
    return failed(flow, toLandbridgeError(thrown), undefined);
  }
}

/** Where it came from when that is easily overlooked. */
function tellPlace({ place, name, shadowed }: OpenContext['found']): void {
  if (place !== 'store') return;
  const instead = shadowed === undefined ? '' : `; ${shadowed} of the working directory is not used`;
  tell(`Configuration: ${name}${instead}.`);
}

function failed(flow: string, error: LandbridgeError, run: Run | undefined): SyncResult {
  return { code: exitCodeOfError(error.code), json: errorJson(flow, error, run), examples: [] };
}

function messageOf({ refused, error }: RunJson): string {
  return (refused ?? error)?.message ?? '';
}
