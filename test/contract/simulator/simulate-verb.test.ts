import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const verb = new URL('../../../cli/verbs/simulate.ts', import.meta.url);
const script = `import { simulateCommand } from ${JSON.stringify(verb.href)};
await simulateCommand().parseAsync(process.argv.slice(1), { from: 'user' });`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulate-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Run {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  firstLine: Promise<string>;
  ended: Promise<number | null>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...args]);
  let out = '';
  let err = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(out);
    });
    void ended.then(() => reject(new Error(err)));
  });
  firstLine.catch(() => {});
  return { child, out: () => out, err: () => err, firstLine, ended };
}

describe('landbridge simulate', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says one line, writes the bindings and ends with 0 on %s',
    async (signal) => {
      const file = join(folder, `${signal}.json`);
      const simulate = run('--port', '0', '--size', '4', '--seed', '9', '--bindings', file, '--rich');
      const line = await simulate.firstLine;
      const { VCAP_SERVICES } = JSON.parse(await readFile(file, 'utf8'));
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const { host, apiToken } = VCAP_SERVICES['user-provided'][0].credentials;
      expect(line).toContain(host);
      expect(line).not.toContain(apiToken);
      const truth = (await (await fetch(`${host}/__truth`)).json()) as { objects: unknown[] };
      expect(truth.objects).toHaveLength(4);
      simulate.child.kill(signal);
      expect(await simulate.ended).toBe(0);
      expect(simulate.out().trim().split('\n')).toHaveLength(1);
      expect(simulate.err()).toBe('');
    },
  );

  it.each([
    [['--size', 'many'], '--size'],
    [['--port', '70000'], '--port'],
    [['--latency', '-1'], '--latency'],
    [['--faults', '429,earthquake'], 'earthquake'],
    [['--nonsense'], '--nonsense'],
  ])('refuses %j', async (args, named) => {
    const simulate = run(...args);
    expect(await simulate.ended).not.toBe(0);
    expect(simulate.err()).toContain(named);
    expect(simulate.out()).toBe('');
  });

  it('says when the port is taken', async () => {
    const first = run('--port', '0', '--size', '0');
    const port = /127\.0\.0\.1:(\d+)/.exec(await first.firstLine)?.[1] ?? '';
    const second = run('--port', port);
    expect(await second.ended).toBe(2);
    expect(second.err()).toContain('EADDRINUSE');
    first.child.kill('SIGTERM');
    await first.ended;
  });
});
