// `landbridge leanix types|tags|fields`: what the workspace has, for whoever writes the mapping. Reads only.
import { Command } from 'commander';
import type { LookedUp } from '../../shared/platform/look-up-workspace.ts';
import { table } from '../output/table.ts';
import { print } from '../terminal.ts';

interface LeanIxOptions {
  bindings?: string;
  connection?: string;
  json?: boolean;
}

export function leanIxCommand(): Command {
  const command = new Command('leanix').description('What the SAP LeanIX workspace has, for the mapping.');
  const verb = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--bindings <file>', 'bound services, in the shape of default-env.json')
      .option('--connection <name>', 'the bound service, where there are several of SAP LeanIX')
      .option('--json', 'print one JSON object on stdout and nothing else');

  verb('types', 'Lists the fact sheet types with their subtypes (categories).').action(
    (options: LeanIxOptions) => show(options, (found) => found.types()),
  );
  verb('tags', 'Lists the tags as Group/Name, with the types that may carry them.').action(
    (options: LeanIxOptions) => show(options, (found) => found.tags()),
  );
  verb('fields', 'Lists the fields of a fact sheet type with their kinds and values.')
    .argument('<type>', 'such as Application')
    .action((type: string, options: LeanIxOptions) => show(options, (found) => found.fieldsOf(type)));
  return command;
}

type Rows = readonly Readonly<Record<string, string | readonly string[]>>[];

async function show(
  { json, ...where }: LeanIxOptions,
  pick: (found: LookedUp) => Promise<Rows>,
): Promise<void> {
  // Loaded only by this verb.
  const { lookUpWorkspace } = await import('../../shared/platform/look-up-workspace.ts');
  const found = await lookUpWorkspace(where);
  const rows = await pick(found);
  if (json) return print(JSON.stringify({ workspace: found.workspace, rows }));
  const [first = {}] = rows;
  const names = Object.keys(first);
  print(`${found.workspace}: ${rows.length}`);
  if (rows.length > 0) {
    print(table([names, ...rows.map((row) => names.map((name) => [row[name] ?? ''].flat().join(', ')))]));
  }
}
