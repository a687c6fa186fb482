// Runs a command-line tool of node_modules with the Node that runs us and keeps what it printed.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface ToolRun {
  root: string;
  /** The tool's own script below node_modules. */
  tool: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Let it print on our own output instead. */
  show?: boolean;
}

/** A tool ended by a signal has the exit code 1. */
export async function runTool(run: ToolRun): Promise<{ exitCode: number; output: string }> {
  const out = run.show === true ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, [`${run.root}/node_modules/${run.tool}`, ...run.args], {
    cwd: run.root,
    env: { ...process.env, ...run.env },
    stdio: ['ignore', out, out],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  const streams = [child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream)));
  const [exitCode, ...printed] = await Promise.all([ended, ...streams]);
  return { exitCode, output: printed.join('').trim() };
}
