// `landbridge demo`: the whole product on an invented landscape, two nights in a row, nothing to set up. Another flow
// than the landscape is shown with --flow.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Simulator } from '../../simulator/simulator.ts';
import { exitCodes } from '../exit-codes.ts';
import { leastIFlowRequests, type MinimumInput, minimumRequests } from '../output/minimum-requests.ts';
import type { RunJson } from '../output/run-json.ts';
import { runText } from '../output/run-text.ts';
import { print, untilStopped } from '../terminal.ts';
import { sync } from './sync.ts';

interface DemoOptions {
  flow: keyof typeof shows;
  size: number;
  seed: number;
  keep?: boolean;
}

export function demoCommand(exit: (code: number) => void): Command {
  return new Command('demo')
    .summary('see it work: a simulated landscape, two nights in a row')
    .description(
      'Starts the simulator, runs the nightly sync of a flow twice with a night’s changes between.',
    )
    .addOption(new Option('--flow <flow>', 'what to show').choices(Object.keys(shows)).default('landscape'))
    .option('--size <objects>', 'landscape objects, or integration flows', wholeNumber, 300)
    .option('--seed <number>', 'another number gives another landscape', wholeNumber, 1)
    .option('--keep', 'leave the simulator running and say how to go on with it')
    .action(async (options: DemoOptions) => exit(await demo(options)));
}

async function demo({ flow, size, seed, keep = false }: DemoOptions): Promise<number> {
  const { startSimulator } = await import('../../simulator/simulator.ts');
  const show: Show = shows[flow];
  const simulator = await startSimulator({ ...show.sizes(size), seed });
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-demo-'));
  const bindings = join(folder, 'default-env.json');
  const state = join(folder, 'landbridge.sqlite');
  // An empty one: the landbridge.yaml of the working directory is meant for real tenants.
  const config = join(folder, 'landbridge.yaml');
  try {
    await writeFile(config, '');
    await writeFile(bindings, JSON.stringify(simulator.bindings, undefined, 2), { mode: 0o600 });
    const { total } = simulator.truth().factSheets;
    print(
      styleText(
        'bold',
        `${show.title(size)} and a workspace of ${total} fact sheets, both simulated on this machine.`,
      ),
    );

    const first = await night('First night', { isFirst: true });
    const passed = simulator.advance();
    print(`\nA day passes. ${show.changes(passed)}; in LeanIX ${passed.edited} edited by people.`);
    const second = await night('Second night', { isFirst: false });
    print(nextSteps(flow, show));
    if (keep) {
      print(keptText(flow, { origin: simulator.origin, bindings, state, config }));
      await untilStopped();
    }
    return first === 'done' && second === 'done' ? exitCodes.done : exitCodes.failed;
  } finally {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }

  async function night(title: string, { isFirst }: { isFirst: boolean }): Promise<string> {
    print(`\n${styleText('bold', `── ${title} ──`)}`);
    const { byType } = simulator.truth().factSheets;
    const factSheets = show.types.reduce((sum, type) => sum + (byType[type] ?? 0), 0);
    const sourceRequests = show.sourceRequests?.(simulator);
    const { json, examples } = await sync(flow, { bindings, state, config });
    print(runText(json, examples));
    print(requestsText(json, { factSheets, isFirst, sourceRequests }));
    return json.run.state;
  }
}

/** What can be done with the simulator that goes on. */
function keptText(
  flow: string,
  { origin, bindings, state, config }: { origin: string; bindings: string; state: string; config: string },
): string {
  const options = `--bindings ${bindings} --state ${state} --config ${config}`;
  return [
    '',
    `The simulator goes on at ${origin} until you stop it. In another terminal:`,
    `  npx landbridge plan ${flow} --out plan.json ${options}`,
    `  npx landbridge apply plan.json ${options}`,
    `  npx landbridge drift ${flow} ${options}`,
    `  npx landbridge undo <run> ${options}`,
    `  npx landbridge runs --state ${state}`,
    'Be a person in LeanIX, and let a day pass:',
    `  curl -d '{"factSheet": "<name>", "set": {"description": "Mine"}}' ${origin}/__edit`,
    `  curl -X POST ${origin}/__advance`,
  ].join('\n');
}

function requestsText(json: RunJson, run: Omit<MinimumInput, 'json'>): string {
  const made = Object.values(json.requests).reduce((sum, count) => sum + count, 0);
  return `${made} requests; the least possible is ${minimumRequests({ ...run, json })}.`;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above zero.');
  return Number(text);
}

function nextSteps(flow: string, { key, isDrafted }: Show): string {
  const steps = [
    `put the ${key} and your LeanIX host and API token into default-env.json (README, "Your own tenant")`,
    ...(isDrafted ? ['npx landbridge init'] : []),
    `npx landbridge ${isDrafted ? 'sync' : 'plan'} ${flow}`,
  ];
  const lines = steps.map((step, index) => `  ${index + 1}. ${step}`);
  return ['', 'To run it against your own tenant:', ...lines].join('\n');
}

type Passed = ReturnType<Simulator['advance']>;

interface Show {
  sizes(size: number): { size: number; iflows?: number };
  title(size: number): string;
  changes(passed: Passed): string;
  /** Of the fact sheets that are read. */
  types: readonly string[];
  /** The least that the source needs now; by itself that of the landscape. */
  sourceRequests?(simulator: Simulator): number;
  key: string;
  isDrafted: boolean;
}

const shows = {
  landscape: {
    sizes: (size) => ({ size }),
    title: (size) => `A landscape of ${size} objects`,
    changes: ({ changed, renamed, gone, added }) =>
      `In Cloud ALM ${changed} objects changed, ${renamed} renamed, ${gone} gone, ${added} new`,
    types: ['Application'],
    key: 'SAP Cloud ALM API service key',
    isDrafted: true,
  },
  iflows: {
    sizes: (size) => ({ size: 100, iflows: size }),
    title: (size) => `A Cloud Integration tenant with ${size} integration flows`,
    changes({ integration }) {
      const counts = Object.entries(integration ?? {}).map(([what, count]) => `${count} ${what}`);
      return `In Cloud Integration ${counts.join(', ')}`;
    },
    types: ['Interface', 'Application', 'ITComponent'],
    sourceRequests: ({ integration }) => (integration === undefined ? 0 : leastIFlowRequests(integration)),
    key: 'service key of SAP Process Integration Runtime, plan api,',
    isDrafted: false,
  },
} as const satisfies Record<string, Show>;
