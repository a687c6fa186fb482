// `landbridge init`: writes the first landbridge.yaml from what the connected systems hold, for one flow.
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describeError, toLandbridgeError } from '../../shared/errors.ts';
import { exitCodeOfError } from '../exit-codes.ts';
import { type InitJson, initErrorJson, initJson } from '../output/init-json.ts';
import { initText } from '../output/init-text.ts';
import { showProgress } from '../output/show-progress.ts';
import { print, tell } from '../terminal.ts';

const usualFile = 'landbridge.yaml';
const schemaName = 'landbridge.schema.json';
const ownSchema = fileURLToPath(new URL(`../../${schemaName}`, import.meta.url));

interface InitOptions {
  bindings?: string;
  config: string;
  force?: boolean;
  json?: boolean;
}

export function initCommand(exit: (code: number) => void): Command {
  return new Command('init')
    .summary('write a first landbridge.yaml from what the systems hold')
    .description('Reads the bound systems once and writes a commented configuration; changes nothing there.')
    .argument('[flow]', 'landscape or iflows; without it, the one whose source is bound')
    .option('--bindings <file>', 'bound services, in the shape of default-env.json')
    .option('--config <file>', 'the file to write', usualFile)
    .option('--force', 'replace the file if it is there')
    .option('--json', 'print one JSON object on stdout and nothing else')
    .action(async (flow: string | undefined, options: InitOptions) => {
      try {
        const json = await init(flow, options);
        for (const warning of json.warnings) tell(`Warning: ${warning}`);
        print(options.json ? JSON.stringify(json) : initText(json));
      } catch (thrown) {
        if (!options.json) throw thrown;
        const error = toLandbridgeError(thrown);
        print(JSON.stringify(initErrorJson(options.config, error)));
        tell(describeError(error));
        exit(exitCodeOfError(error.code));
      }
    });
}

async function init(
  given: string | undefined,
  { bindings, config: file, force: mayReplace = false }: InitOptions,
): Promise<InitJson> {
  // Loaded only by this verb: a library comes with them.
  const { chooseFlow, draftFile } = await import('../../shared/platform/draft-file.ts');
  const { checkPlace, placeFile } = await import('../../shared/platform/place-file.ts');
  await checkPlace(file, { mayReplace });
  const flow = await chooseFlow(given, bindings);
  const display = showProgress();
  const named = file === usualFile ? [] : ['--config', file];
  try {
    const drafted = await draftFile({
      bindings,
      flow,
      command: commandLine(flow, named),
      schema: findSchema(dirname(file)),
      progress: (done, system) => display.show({ step: 'pull', done, system }),
    });
    await placeFile(file, drafted.text, { mayReplace });
    const next = commandLine(flow, [...(bindings === undefined ? [] : ['--bindings', bindings]), ...named]);
    return initJson({ file, flow, next }, drafted);
  } finally {
    display.stop();
  }
}

function commandLine(flow: string, options: readonly string[]): string {
  return [`npx landbridge sync ${flow}`, ...options.map(quoted)].join(' ');
}

/** As a shell reads it. */
function quoted(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** From the folder of the file, if it lies there or below: another path would not travel with the file. */
function findSchema(folder: string): string | undefined {
  const places = [join(folder, schemaName), ownSchema].filter((path) => existsSync(path));
  return places
    .map((path) => `./${relative(folder, path).replaceAll('\\', '/')}`)
    .find((path) => /^\.\/(?!\.\.)[\w./@-]+$/.test(path));
}
