// `landbridge undo <run>`: takes back what a run wrote, as far as nobody has changed it since.
import { Command } from 'commander';
import { stateFile } from '../../shared/platform/environment.ts';
import { openExistingStore } from '../../shared/platform/open-store.ts';
import { readUndoable, undoRequest } from '../../shared/steps/undo.ts';
import { type RunOptions, runOnce, tellRun } from './run-once.ts';
import { runOptions } from './run-options.ts';

export function undoCommand(exit: (code: number) => void): Command {
  return runOptions(
    new Command('undo')
      .summary('take back what a run wrote')
      .description(
        'Gives back what a run changed, archives what it made, dissolves what it linked. What somebody changed since is left and told.',
      )
      .argument('<run>', 'its id, as landbridge runs lists it'),
  ).action(async (id: string, options: RunOptions) => {
    const result = await runOnce(await flowOf(id, options.state), options, (context) =>
      undoRequest(context, id),
    );
    tellRun(result, options);
    exit(result.code);
  });
}

async function flowOf(id: string, state = stateFile()): Promise<string> {
  const store = await openExistingStore(state);
  try {
    return (await readUndoable(store, id)).flow;
  } finally {
    await store?.close();
  }
}
