// `landbridge simulate`: runs the simulator until it is told to stop and writes the bindings that point at it.
import { chmod, writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { print, untilStopped } from '../terminal.ts';

interface SimulateOptions {
  port: number;
  size: number;
  factSheets?: number;
  iflows: number;
  packages?: number;
  seed: number;
  bindings?: string;
  faults: readonly string[];
  latency: number;
  rich?: true;
  role: Role;
  indexLag: number;
  automation: Automation;
  hidden: number;
  protected: number;
  locked: readonly string[];
  scopes?: readonly string[];
  apiTokenDays: number;
}

type Role = NonNullable<SimulatorOptions['role']>;
type Automation = NonNullable<SimulatorOptions['automation']>;

const roles = ['admin', 'member', 'viewer'] as const satisfies readonly Role[];
const automations = ['never', 'after-write', 'after-read', 'both'] as const satisfies readonly Automation[];

const help = `
While it runs, be a person in LeanIX; 4004 is the port, the fact sheet an id, external id or display name:
  curl -d '{"factSheet": "NAME", "set": {"description": "Mine"}}' 127.0.0.1:4004/__edit
  curl -d '{"factSheet": "NAME", "action": "archive"}' 127.0.0.1:4004/__edit    (or recover, delete)
and let a night pass:
  curl -X POST 127.0.0.1:4004/__advance
`;

export function simulateCommand(): Command {
  return new Command('simulate')
    .description(
      'Simulate a Cloud ALM tenant, a Cloud Integration tenant and a LeanIX workspace on 127.0.0.1 until stopped',
    )
    .option('--port <port>', 'port to listen on', readNumber(0, 65_535), 4004)
    .option('--size <n>', 'landscape objects', readNumber(0, 100_000), 300)
    .option(
      '--fact-sheets <n>',
      'applications in the workspace (default: twice the size)',
      readNumber(0, 200_000),
    )
    .option('--iflows <n>', 'integration flows, 0 for no such tenant', readNumber(0, 20_000), 120)
    .option('--packages <n>', 'packages they lie in (default: one for ten flows)', readNumber(1, 2_000))
    .option('--seed <n>', 'the same seed gives the same data', readNumber(0, 4_294_967_295), 1)
    .option('--bindings <file>', 'write the bindings that point at the simulator here')
    .option('--faults <list>', 'faults to strike with, comma-separated', readList, [])
    .option('--latency <ms>', 'wait before each answer', readNumber(0, 60_000), 0)
    .option('--rich', 'landscape objects with more members, under invented names')
    .addOption(
      new Option('--role <role>', 'role of the technical user in LeanIX').choices(roles).default('admin'),
    )
    .option('--index-lag <ms>', 'searches in LeanIX see a write after this time', readNumber(0, 600_000), 0)
    .addOption(
      new Option('--automation <when>', 'automations that change revisions in LeanIX')
        .choices(automations)
        .default('never'),
    )
    .option('--hidden <percent>', 'fact sheets the technical user cannot see', readNumber(0, 100), 0)
    .option('--protected <percent>', 'fact sheets it can see but not change', readNumber(0, 100), 0)
    .option('--locked <list>', 'fields it cannot change, such as description,Application.alias', readList, [])
    .option(
      '--scopes <list>',
      'authorities of the Cloud ALM key, such as calm-api.landscape.read (default: all that read)',
      readList,
    )
    .option('--api-token-days <n>', 'days until the LeanIX API token expires', readNumber(0, 3650), 365)
    .addHelpText('after', help)
    .action(simulate);
}

async function simulate(options: SimulateOptions, command: Command): Promise<void> {
  const stopped = untilStopped();
  const { faultNames, startSimulator } = await import('../../simulator/simulator.ts');
  const unknown = options.faults.filter((name) => !faultNames.includes(name));
  if (unknown.length > 0) {
    return command.error(
      `error: option '--faults' does not know ${unknown.join(', ')}; it knows ${faultNames.join(', ')}`,
      { code: 'commander.invalidArgument', exitCode: 2 },
    );
  }
  const { port, size, factSheets, iflows, packages, seed, faults, latency: latencyMs } = options;
  const profile = options.rich ? 'rich' : 'minimal';
  const simulator = await startSimulator({
    port,
    size,
    ...(factSheets !== undefined && { factSheets }),
    iflows,
    ...(packages !== undefined && { packages }),
    seed,
    faults,
    latencyMs,
    profile,
    role: options.role,
    indexLagMs: options.indexLag,
    automation: options.automation,
    hiddenPercent: options.hidden,
    protectedPercent: options.protected,
    lockedFields: options.locked,
    ...(options.scopes !== undefined && { scopes: options.scopes }),
    apiTokenDays: options.apiTokenDays,
  }).catch(refusePort);
  if (options.bindings !== undefined) await writeBindings(options.bindings, simulator.bindings);
  const where = options.bindings === undefined ? '' : `, bindings in ${options.bindings}`;
  print(`Simulator ready on ${simulator.origin}: ${size} landscape objects, seed ${seed}${where}`);
  await stopped;
  await simulator.close();

  function refusePort(thrown: unknown): never {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    return command.error(`error: cannot listen on port ${port} (${code})`, {
      code: 'simulate.port',
      exitCode: 2,
    });
  }
}

/** Only for the eyes of the owner: they hold secrets, if simulated ones. */
async function writeBindings(file: string, bindings: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(bindings, null, 2)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}

function readNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < min || number > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return number;
  };
}

function readList(text: string): readonly string[] {
  return text.split(',').filter((name) => name !== '');
}
