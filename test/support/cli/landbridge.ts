// The command as a person or a script runs it: a process of its own, under the Node of the tests.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
export const launcher = fileURLToPath(new URL('../../../cli/landbridge.mjs', import.meta.url));

export interface End {
  /** Null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  child: ChildProcess;
  /** What came on stdout up to the first line break. */
  firstLine: Promise<string>;
  ended: Promise<End>;
}

export interface CommandOptions {
  cwd: string;
  env?: Readonly<Record<string, string>>;
}

/** Starts `landbridge` with these arguments; no service is bound but by `env`. */
export function startLandbridge(args: readonly string[], options: CommandOptions): RunningCommand {
  return startCommand(process.execPath, [launcher, ...args], options);
}

/** Runs `landbridge` with these arguments to its end. */
export function landbridge(args: readonly string[], options: CommandOptions): Promise<End> {
  return startLandbridge(args, options).ended;
}

export function startCommand(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: CommandOptions,
): RunningCommand {
  const child = spawn(command, args, {
    cwd,
    env: { ...unboundEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const closed = once(child, 'close');
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const end = stdout.indexOf('\n');
      if (end >= 0) resolve(stdout.slice(0, end));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    void closed.then(() => resolve(stdout));
  });
  const ended = closed.then(([code, signal]): End => ({ code, signal, stdout, stderr }));
  return { child, firstLine, ended };
}

/** What the shell of the tests may have bound or set must not reach the command. */
function unboundEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VCAP_|LANDBRIDGE_|NODE_OPTIONS$|FORCE_COLOR$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
