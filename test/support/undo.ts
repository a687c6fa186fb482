// Takes a run back as the command line does, and says what came of it.
import { runFlow } from '../../shared/platform/run-flow.ts';
import { readReport } from '../../shared/steps/report.ts';
import { undoRequest } from '../../shared/steps/undo.ts';
import type { World } from './world.ts';

/** @param config path of the configuration that the run had, if it had one */
export async function undo(world: World, id: string, config?: string) {
  const context = await world.open(config === undefined ? {} : { config });
  const before = world.simulator.ledger().length;
  const run = await runFlow(context, 'landscape', await undoRequest(context, id));
  const report = run.report && (await readReport(context.store, run.report));
  const asked = world.simulator.ledger().slice(before);
  return { run, report, asked };
}
