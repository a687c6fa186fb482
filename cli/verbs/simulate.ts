// `landbridge simulate`: runs the simulator until it is told to stop and writes the bindings that point at it.
import { chmod, writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { print, untilStopped } from '../terminal.ts';

interface SimulateOptions {
  port: number;
  size: number;
  factSheets?: number;
  seed: number;
  bindings?: string;
  faults: readonly string[];
  latency: number;
  rich?: true;
}

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('Simulate a Cloud ALM tenant and a LeanIX workspace on 127.0.0.1 until stopped')
    .option('--port <port>', 'port to listen on', readNumber(0, 65_535), 4004)
    .option('--size <n>', 'landscape objects', readNumber(0, 100_000), 300)
    .option(
      '--fact-sheets <n>',
      'applications in the workspace (default: twice the size)',
      readNumber(0, 200_000),
    )
    .option('--seed <n>', 'the same seed gives the same data', readNumber(0, 4_294_967_295), 1)
    .option('--bindings <file>', 'write the bindings that point at the simulator here')
    .option('--faults <list>', 'faults to strike with, comma-separated', readList, [])
    .option('--latency <ms>', 'wait before each answer', readNumber(0, 60_000), 0)
    .option('--rich', 'landscape objects with more members, under invented names')
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
  const { port, size, factSheets, seed, faults, latency: latencyMs } = options;
  const profile = options.rich ? 'rich' : 'minimal';
  const simulator = await startSimulator({
    port,
    size,
    ...(factSheets !== undefined && { factSheets }),
    seed,
    faults,
    latencyMs,
    profile,
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
