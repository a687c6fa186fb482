// `landbridge demo`: the whole product on an invented landscape, two nights in a row, nothing to set up.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { minimumRequests } from '../output/minimum-requests.ts';
import type { RunJson } from '../output/run-json.ts';
import { runText } from '../output/run-text.ts';
import { print, untilStopped } from '../terminal.ts';
import { sync } from './sync.ts';

interface DemoOptions {
  size: number;
  seed: number;
  keep?: boolean;
}

export function demoCommand(exit: (code: number) => void): Command {
  return new Command('demo')
    .summary('see it work: a simulated landscape, two nights in a row')
    .description(
      'Starts the simulator, runs the nightly landscape sync twice with a night’s changes between.',
    )
    .option('--size <objects>', 'landscape objects', wholeNumber, 300)
    .option('--seed <number>', 'another number gives another landscape', wholeNumber, 1)
    .option('--keep', 'leave the simulator running and say how to go on with it')
    .action(async (options: DemoOptions) => exit(await demo(options)));
}

async function demo({ size, seed, keep = false }: DemoOptions): Promise<number> {
  const { startSimulator } = await import('../../simulator/simulator.ts');
  const simulator = await startSimulator({ size, seed });
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-demo-'));
  const bindings = join(folder, 'default-env.json');
  const state = join(folder, 'landbridge.sqlite');
  // An empty one: the landbridge.yaml of the working directory is meant for real tenants.
  const config = join(folder, 'landbridge.yaml');
  try {
    await writeFile(config, '');
    await writeFile(bindings, JSON.stringify(simulator.bindings, undefined, 2), { mode: 0o600 });
    print(
      styleText(
        'bold',
        `A landscape of ${size} objects and a workspace of ${simulator.truth().factSheets.total} fact sheets, both simulated on this machine.`,
      ),
    );

    const first = await night('First night', { isFirst: true });
    const passed = simulator.advance();
    print(
      `\nA day passes. In Cloud ALM ${passed.changed} objects changed, ${passed.renamed} renamed, ${passed.gone} gone, ${passed.added} new; in LeanIX ${passed.edited} edited by people.`,
    );
    const second = await night('Second night', { isFirst: false });
    print(nextSteps);
    if (keep) {
      print(`\nThe simulator goes on at ${simulator.origin} until you stop it. In another terminal:`);
      print(`  npx landbridge sync landscape --bindings ${bindings} --state ${state} --config ${config}`);
      await untilStopped();
    }
    return first === 'done' && second === 'done' ? exitCodes.done : exitCodes.failed;
  } finally {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }

  async function night(title: string, { isFirst }: { isFirst: boolean }): Promise<string> {
    print(`\n${styleText('bold', `── ${title} ──`)}`);
    const factSheets = simulator.truth().factSheets.byType.Application ?? 0;
    const { json, examples } = await sync('landscape', { bindings, state, config });
    print(runText(json, examples));
    print(requestsText(json, { factSheets, isFirst }));
    return json.run.state;
  }
}

function requestsText(json: RunJson, run: { factSheets: number; isFirst: boolean }): string {
  const made = Object.values(json.requests).reduce((sum, count) => sum + count, 0);
  return `${made} requests; the least possible is ${minimumRequests({ ...run, json })}.`;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above zero.');
  return Number(text);
}

const nextSteps = `
To run it against your own tenant:
  1. put the SAP Cloud ALM API service key and your LeanIX host and API token into default-env.json (README, "Your own tenant")
  2. npx landbridge init
  3. npx landbridge sync landscape`;
