// `landbridge iflows list`: how every artifact of Cloud Integration stands with LeanIX. It writes nothing.
import { Command } from 'commander';
import { readMatchStatus } from '../../shared/steps/read-match-status.ts';
import { matchText } from '../output/match-text.ts';
import { print, tell } from '../terminal.ts';
import { messageOf, type RunOptions, runOnce } from './run-once.ts';
import { runOptions } from './run-options.ts';

export function iflowsCommand(exit: (code: number) => void): Command {
  return new Command('iflows')
    .summary('how the integration flows stand with LeanIX: list')
    .description('The integration flows of SAP Cloud Integration; sync iflows writes what is missing.')
    .addCommand(listCommand(exit));
}

function listCommand(exit: (code: number) => void): Command {
  return runOptions(
    new Command('list')
      .description(
        'Lists every artifact with its match status: linked, not linked, or why neither; writes nothing.',
      )
      .argument('[flow]', 'another one of the configuration, such as iflows-emea', 'iflows'),
  ).action(async (flow: string, options: RunOptions) => {
    const { json, code, extra } = await runOnce(flow, options, { kind: 'plan' }, async (context, run) => {
      const { targetType: type, typeReason: reason } = context.rules;
      return { rows: await readMatchStatus(context, run), target: { type, reason } };
    });
    exit(code);
    if (extra === undefined || json.run.state !== 'planned') {
      if (options.json) print(JSON.stringify(json));
      return tell(messageOf(json));
    }
    const { rows, target } = extra;
    print(options.json ? JSON.stringify({ ...json, target, iflows: rows }) : matchText(rows, target));
  });
}
