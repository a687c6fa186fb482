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

  it.each([
    [['--role', 'king'], '--role'],
    [['--automation', 'always'], '--automation'],
    [['--hidden', '101'], '--hidden'],
    [['--index-lag', 'long'], '--index-lag'],
  ])('refuses %j of the workspace', async (args, named) => {
    const simulate = run(...args);
    expect(await simulate.ended).not.toBe(0);
    expect(simulate.err()).toContain(named);
  });

  it('sets the workspace up as told, and a shell may edit in it', async () => {
    const file = join(folder, 'member.json');
    const simulate = run(
      ...['--port', '0', '--size', '40', '--bindings', file, '--role', 'member', '--index-lag', '60000'],
      ...['--automation', 'after-read', '--hidden', '30', '--protected', '30', '--locked', 'description'],
    );
    await simulate.firstLine;
    const { VCAP_SERVICES } = JSON.parse(await readFile(file, 'utf8'));
    const { host, apiToken } = VCAP_SERVICES['user-provided'][0].credentials;
    const { access_token: token } = (await (
      await fetch(`${host}/services/mtm/v1/oauth2/token`, {
        method: 'POST',
        headers: { Authorization: `Basic ${btoa(`apitoken:${apiToken}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      })
    ).json()) as { access_token: string };
    const graphql = async (query: string): Promise<Answer> =>
      (
        await fetch(`${host}/services/pathfinder/v1/graphql`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}` },
          body: JSON.stringify({ query }),
        })
      ).json() as Promise<Answer>;
    const all =
      '{ allFactSheets(factSheetType: Application) { totalCount edges { node { id displayName rev permissions { self update } } } } }';
    const first = (await graphql(all)).data.allFactSheets;
    expect(first.totalCount).toBeLessThan(70);
    const open = first.edges.filter(({ node }: Edge) => node.permissions.self.length > 1);
    expect(open.length).toBeLessThan(first.edges.length);
    expect(open[0]?.node.permissions.update).not.toContain('description');

    const body = JSON.stringify({ factSheet: open[0]?.node.displayName, set: { description: 'Mine' } });
    const edited = await fetch(`${host}/__edit`, { method: 'POST', body });
    expect(await edited.json()).toMatchObject({ id: open[0]?.node.id, lxState: 'BROKEN_QUALITY_SEAL' });
    const second = (await graphql(all)).data.allFactSheets.edges;
    const moved = second.filter(({ node }: Edge, at: number) => node.rev > (first.edges[at]?.node.rev ?? 0));
    expect(moved.length).toBeGreaterThan(2);
    simulate.child.kill('SIGTERM');
    expect(await simulate.ended).toBe(0);
  });

  it('tells in its help how to be a person in LeanIX', async () => {
    const simulate = run('--help');
    expect(await simulate.ended).toBe(0);
    expect(simulate.out()).toMatch(/curl .*__edit/);
  });
});

interface Edge {
  node: { id: string; displayName: string; rev: number; permissions: { self: string[]; update: string[] } };
}

interface Answer {
  data: { allFactSheets: { totalCount: number; edges: Edge[] } };
}
