// The command `landbridge`: parses the command line and hands over to a verb.
import { Command, CommanderError } from 'commander';
import { LandbridgeError } from '../shared/errors.ts';
import { exitCodeOfError, exitCodes } from './exit-codes.ts';
import { errorJson } from './output/run-json.ts';
import { tellError } from './output/tell-error.ts';
import { print } from './terminal.ts';
import { applyCommand } from './verbs/apply.ts';
import { configCommand } from './verbs/config.ts';
import { demoCommand } from './verbs/demo.ts';
import { doctorCommand } from './verbs/doctor.ts';
import { driftCommand } from './verbs/drift.ts';
import { explainCommand } from './verbs/explain.ts';
import { explainCodeCommand } from './verbs/explain-code.ts';
import { iflowsCommand } from './verbs/iflows.ts';
import { inboxCommand } from './verbs/inbox.ts';
import { initCommand } from './verbs/init.ts';
import { leanIxCommand } from './verbs/leanix.ts';
import { planCommand } from './verbs/plan.ts';
import { releaseCommand } from './verbs/release.ts';
import { runsCommand } from './verbs/runs.ts';
import { scheduleCommand } from './verbs/schedule.ts';
import { scopesCommand } from './verbs/scopes.ts';
import { simulateCommand } from './verbs/simulate.ts';
import { stateCommand } from './verbs/state.ts';
import { syncCommand } from './verbs/sync.ts';
import { undoCommand } from './verbs/undo.ts';
import { whyCommand } from './verbs/why.ts';

/** @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.done;
  const exit = (of: number) => {
    code = of;
  };
  const program = new Command('landbridge')
    .description('Keeps SAP LeanIX in step with SAP Cloud ALM and SAP Cloud Integration.')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 usage or configuration, 3 partial, 4 refused by a guard.',
    )
    .addCommand(demoCommand(exit))
    .addCommand(simulateCommand())
    .addCommand(doctorCommand(exit))
    .addCommand(scopesCommand())
    .addCommand(initCommand(exit))
    .addCommand(planCommand(exit))
    .addCommand(applyCommand(exit))
    .addCommand(syncCommand(exit))
    .addCommand(inboxCommand(exit))
    .addCommand(explainCommand())
    .addCommand(iflowsCommand(exit))
    .addCommand(driftCommand(exit))
    .addCommand(undoCommand(exit))
    .addCommand(whyCommand())
    .addCommand(releaseCommand())
    .addCommand(runsCommand())
    .addCommand(configCommand())
    .addCommand(leanIxCommand())
    .addCommand(explainCodeCommand())
    .addCommand(scheduleCommand())
    .addCommand(stateCommand());
  for (const command of withBelow(program)) command.exitOverride().showHelpAfterError();
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (thrown) {
    // Commander has already said what is wrong, or shown the help that was asked for.
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return exitCodes.done;
      // Whoever asked for JSON gets it, whatever else was wrong with the line.
      if (argv.includes('--json')) {
        print(JSON.stringify(errorJson('', new LandbridgeError('CFG_USAGE'), undefined)));
      }
      return exitCodes.usage;
    }
    const error = tellError(thrown);
    if (argv.includes('--json')) print(JSON.stringify(errorJson('', error, undefined)));
    return exitCodeOfError(error.code);
  }
}

function withBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withBelow)];
}
