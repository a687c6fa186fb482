// One run from the command line, whatever it is to do: opens what it needs, says where it stands, and turns all
// that can go wrong into an exit code and one object.
import { type LandbridgeError, toLandbridgeError } from '../../shared/errors.ts';
import { type OpenContext, openContext } from '../../shared/platform/open-context.ts';
import { runFlow } from '../../shared/platform/run-flow.ts';
import { type Change, readExamples, readReport } from '../../shared/steps/report.ts';
import { type Run, readLastRun } from '../../shared/steps/run.ts';
import type { StartRequest } from '../../shared/steps/start.ts';
import { exitCodeOf, exitCodeOfError } from '../exit-codes.ts';
import { errorJson, type RunJson, runJson } from '../output/run-json.ts';
import { runText } from '../output/run-text.ts';
import { showProgress } from '../output/show-progress.ts';
import { tellMistakes } from '../output/tell-error.ts';
import { print, tell } from '../terminal.ts';

const examplesOfAKind = 3;

export interface RunOptions {
  bindings?: string;
  state?: string;
  config?: string;
  json?: boolean;
}

export interface RunResult<Extra = undefined> {
  code: number;
  json: RunJson;
  /** Some of the changes written, or of those that a guard stopped. */
  examples: readonly Change[];
  /** What was read besides, where the run came to its end. */
  extra?: Extra;
}

/** @param read looks at the ended run while the store is open */
export async function runOnce<Extra = undefined>(
  flow: string,
  options: RunOptions,
  request: StartRequest | ((context: OpenContext) => Promise<StartRequest>),
  read?: (context: OpenContext, run: Run) => Promise<Extra>,
): Promise<RunResult<Extra>> {
  const display = showProgress();
  try {
    const context = await openContext(flow, { ...options, progress: display.show });
    tellPlace(context.found);
    try {
      const asked = typeof request === 'function' ? await request(context) : request;
      const run = await runFlow(context, flow, asked);
      const report = run.report && (await readReport(context.store, run.report));
      // Without a report the plan is lost too, of which they would be.
      const examples = report === undefined ? [] : await readExamples(context.store, run, examplesOfAKind);
      const extra = await read?.(context, run);
      return {
        code: exitCodeOf(run),
        json: runJson(run, report),
        examples,
        ...(extra !== undefined && { extra }),
      };
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

/** As `sync` and every verb that writes says it. */
export function tellRun({ json, examples }: RunResult<unknown>, { json: asJson }: RunOptions): void {
  const isOwn = json.run.id !== null && json.refused?.code !== 'PLAN_FLOW_HELD';
  if (asJson) print(JSON.stringify(json));
  else if (isOwn) print(runText(json, examples));
  if ((asJson || !isOwn) && (json.error ?? json.refused) !== undefined) tell(messageOf(json));
}

export function messageOf({ refused, error }: RunJson): string {
  return (refused ?? error)?.message ?? '';
}

/** Where it came from when that is easily overlooked. */
function tellPlace({ place, name, shadowed }: OpenContext['found']): void {
  if (place !== 'store') return;
  const instead = shadowed === undefined ? '' : `; ${shadowed} of the working directory is not used`;
  tell(`Configuration: ${name}${instead}.`);
}

function failed(flow: string, error: LandbridgeError, run: Run | undefined): RunResult<never> {
  return { code: exitCodeOfError(error.code), json: errorJson(flow, error, run), examples: [] };
}
