// The launcher beside a main.ts of ours: it is what every script of a user calls, under whichever Node.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { errorCodes } from '../../../shared/error-codes.ts';
import { findOldNode } from '../../support/old-node.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';

const main = `
import { once } from 'node:events';

const verbs: Record<string, (argument: string) => Promise<number>> = {
  async say(argument) {
    console.log(JSON.stringify({ argument, major: Number.parseInt(process.versions.node, 10), mark: process.env.LANDBRIDGE_LAUNCHED ?? null }));
    return Number(argument);
  },
  async much() {
    console.log('x'.repeat(4_000_000));
    return 0;
  },
  async throw() {
    throw new Error('thrown on purpose');
  },
  async kill() {
    process.kill(process.pid, 'SIGKILL');
    return once(process, 'never').then(() => 0);
  },
  async chat() {
    console.log('ready');
    await once(process.stdin, 'data');
    process.stdin.destroy();
    for (let line = 0; line < 1000; line += 1) console.log('nobody reads this');
    return 0;
  },
  async wait() {
    const alive = setTimeout(() => process.exit(9), 60_000);
    const signal = await new Promise<string>((resolve) => {
      for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, resolve);
      console.log('ready');
    });
    clearTimeout(alive);
    console.log(signal);
    return 7;
  },
};

export async function main(argv: string[]): Promise<number> {
  const [verb = '', argument = ''] = argv;
  return verbs[verb]!(argument);
}
`;

const oldNode = findOldNode();
if (oldNode === undefined) {
  console.warn('SKIPPED: no Node older than 24 on the PATH, so the launcher is tried under Node 24 alone');
}

const nodes = [{ name: 'Node 24', node: process.execPath }];
if (oldNode !== undefined) nodes.push({ name: 'an older Node', node: oldNode });

describe.each(nodes)('the launcher under $name', ({ node }) => {
  it('runs main.ts under Node 24 with the same arguments and passes its exit code on', async () => {
    const { exitCode, stdout, stderr } = await finish(launch(node, ['say', '3']));
    expect(JSON.parse(stdout)).toMatchObject({ argument: '3', mark: null });
    expect(JSON.parse(stdout).major).toBeGreaterThanOrEqual(24);
    expect(stderr).toBe('');
    expect(exitCode).toBe(3);
  });

  it('writes a large answer in full', async () => {
    const { exitCode, stdout } = await finish(launch(node, ['much']));
    expect(stdout).toHaveLength(4_000_001);
    expect(exitCode).toBe(0);
  });

  it('ends with 1 when main.ts throws', async () => {
    const { exitCode, stderr } = await finish(launch(node, ['throw']));
    expect(stderr).toContain('thrown on purpose');
    expect(exitCode).toBe(1);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('hands on %s', async (signal) => {
    const launcher = launch(node, ['wait']);
    const end = finish(launcher);
    await ready(launcher);
    launcher.kill(signal);
    expect(await end).toMatchObject({ exitCode: 7, stdout: `ready\n${signal}\n` });
  });

  it('goes on quietly when nobody reads its output any more', async () => {
    const launcher = launch(node, ['chat']);
    const stderr = text(launcher.stderr);
    await ready(launcher);
    launcher.stdout.destroy();
    launcher.stdin.write('go\n');
    const [exitCode] = await once(launcher, 'exit');
    expect(await stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('leaves nothing running when it is killed with SIGKILL', async () => {
    const launcher = launch(node, ['wait']);
    const end = finish(launcher);
    await ready(launcher);
    launcher.kill('SIGKILL');
    // The output ends when the last process that holds it is gone.
    expect(await end).toMatchObject({ signal: 'SIGKILL', stdout: 'ready\n' });
  });
});

describe.skipIf(oldNode === undefined)('the launcher under an older Node', () => {
  it('turns the signal that ended its child into an exit code', async () => {
    const { exitCode } = await finish(launch(oldNode ?? '', ['kill']));
    expect(exitCode).toBe(128 + 9);
  });

  it('passes options of node on to its child', async () => {
    const { stderr } = await finish(launch(oldNode ?? '', ['throw'], { options: ['--stack-trace-limit=0'] }));
    expect(stderr.trim()).toBe('Error: thrown on purpose');
  });

  it('says in one line what is missing where npm brought no Node 24', async () => {
    const { exitCode, stdout, stderr } = await finish(
      launch(oldNode ?? '', ['say', '0'], { modules: false }),
    );
    const { what, cure } = errorCodes.CFG_NODE_TOO_OLD;
    expect(stderr).toMatch(/^CFG_NODE_TOO_OLD: .*\n$/);
    expect(stderr).toContain(what);
    expect(stderr).toContain(cure);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });
});

function launch(
  node: string,
  args: readonly string[],
  { modules = true, options = [] }: { modules?: boolean; options?: readonly string[] } = {},
) {
  const { root } = makeProjectFolder({ 'cli/main.ts': main }, { modules });
  const launcher = join(root, 'cli/landbridge.mjs');
  copyFileSync('cli/landbridge.mjs', launcher);
  const child = spawn(node, [...options, launcher, ...args], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

async function ready(launcher: ReturnType<typeof launch>): Promise<void> {
  await once(launcher.stdout, 'data');
}

async function finish(launcher: ReturnType<typeof launch>) {
  const closed = once(launcher, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const [stdout, stderr, [exitCode, signal]] = await Promise.all([
    text(launcher.stdout),
    text(launcher.stderr),
    closed,
  ]);
  return { exitCode, signal, stdout, stderr };
}
