// The options of every verb that begins a run.
import type { Command } from 'commander';

export function runOptions(command: Command): Command {
  return command
    .option('--bindings <file>', 'bound services, in the shape of default-env.json')
    .option('--state <file>', 'where links, runs and tokens are kept (default: landbridge.sqlite)')
    .option(
      '--config <file>',
      'what to select, write and guard (default: what the store holds, else landbridge.yaml)',
    )
    .option('--json', 'print one JSON object on stdout and nothing else');
}
