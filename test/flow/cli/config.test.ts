// `--config` and `--approve` from end to end: what a file says happens, and what is wrong with it stops the
// command before any system is asked.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SheetSeen } from '../../support/cli/fact-sheets.ts';
import { landbridge } from '../../support/cli/landbridge.ts';
import { rewriteBindings } from '../../support/cli/refusal.ts';
import { isMutation, type SyncEnd, undisturbed, type World, withWorld } from '../../support/cli/world.ts';

/** Writes the file and runs `sync` with it. */
async function syncWith(world: World, text: string, ...more: string[]): Promise<SyncEnd> {
  const file = join(world.folder, 'mine.yaml');
  await writeFile(file, text);
  return world.sync('--config', file, ...more);
}

const flow = (...lines: readonly string[]) =>
  ['flows:', '  landscape:', ...lines.map((line) => `    ${line}`)].join('\n');
/** Fact sheets that Landbridge made: nobody wrote them since. */
const madeIn = (sheets: readonly SheetSeen[], before: readonly SheetSeen[]) => {
  const known = new Set(before.map(({ name }) => name));
  return sheets.filter(({ externalId, name }) => externalId.startsWith('calm:') && !known.has(name));
};
const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

describe.concurrent('a file with mistakes', { timeout: 60_000 }, () => {
  it('ends with 2 and all of them on stderr, before any request and without a store', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const text = `${flow('exlude: []', 'policy: {create: inbx}', 'workspace: leanix')}\n`;
      const { code, json, stderr } = await syncWith(world, text);
      const file = join(world.folder, 'mine.yaml');
      expect(code).toBe(2);
      expect(stderr.split('\n')).toEqual([
        expect.stringContaining(
          `${file}:3:5: exlude is not known in flows.landscape; did you mean exclude? `,
        ),
        `${file}:4:22: flows.landscape.policy.create cannot be "inbx"; did you mean inbox? Known: apply, inbox, ignore`,
        `${file}:5:16: flows.landscape.workspace: there is no connection "leanix"`,
        expect.stringMatching(/^CFG_FILE_INVALID: .*mistakes: 3/),
        '',
      ]);
      expect(json).toMatchObject({
        run: { id: null, state: 'failed' },
        error: { code: 'CFG_FILE_INVALID' },
      });
      expect(world.ledger()).toEqual([]);
      expect(existsSync(world.state)).toBe(false);
    });
  });

  it('tells no secret that stands in it', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const text = 'connections:\n  leanix:\n    binding: LXT_hunter2\n    apiToken: hunter2\n';
      const { code, stdout, stderr } = await syncWith(world, text);
      expect(code).toBe(2);
      expect(stderr).toMatch(/mine\.yaml:3:14: .*secret.*\n.*mine\.yaml:4:5: apiToken: secrets cannot/);
      expect(stdout + stderr).not.toContain('hunter2');
      expect(world.ledger()).toEqual([]);
    });
  });

  it('is found in the working directory too', async () => {
    await withWorld({ size: 1 }, async (world) => {
      await writeFile(join(world.folder, 'landbridge.yaml'), 'flow: {}\n');
      const { code, stderr } = await world.sync();
      expect(code).toBe(2);
      expect(stderr).toMatch(/^landbridge\.yaml:1:1: flow is not known in the file; did you mean flows\?/);
      expect(world.ledger()).toEqual([]);
    });
  });

  it('of the working directory does not reach the demo', async () => {
    await withWorld({ size: 1 }, async (world) => {
      await writeFile(join(world.folder, 'landbridge.yaml'), 'flow: {}\n');
      const { code, stderr } = await world.run('demo', '--size', '20');
      expect(code).toBe(0);
      expect(stderr).not.toContain('landbridge.yaml');
    });
  });

  it('or one that is not there ends with 2', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const { code, stderr } = await world.sync('--config', 'none.yaml');
      expect(code).toBe(2);
      expect(stderr).toMatch(/^CFG_FILE_UNREADABLE: .*file: none\.yaml/);
      expect(world.ledger()).toEqual([]);
    });
  });
});

describe.concurrent('what the file says', { timeout: 60_000 }, () => {
  it('is found in the working directory, and an environment variable may be named in it', async () => {
    await withWorld({}, async (world) => {
      const text = `connections: {lx: {binding: "\${LX}"}}\n${flow('workspace: lx', 'policy: {create: ignore}')}`;
      await writeFile(join(world.folder, 'landbridge.yaml'), text);
      const args = ['sync', 'landscape', '--bindings', world.bindings, '--state', world.state, '--json'];
      const { code, stdout } = await landbridge(args, { cwd: world.folder, env: { LX: 'leanix' } });
      expect(code).toBe(0);
      expect(JSON.parse(stdout).counts.created).toBe(0);
      expect(JSON.parse(stdout).skipped.IGNORED).toBeGreaterThan(0);
    });
  });

  it('selects: excluded and not included items are skipped, and nothing is written for them', async () => {
    const { json: whole } = await undisturbed({});
    await withWorld({}, async (world) => {
      const { json } = await syncWith(world, flow('exclude: [{kind: technical*}]'));
      expect(json.skipped.EXCLUDED).toBeGreaterThan(0);
      expect(json.counts.created).toBeGreaterThan(0);
      expect(json.counts.created).toBeLessThan(whole.counts.created);
      expect(sum({ ...json.counts, items: 0 })).toBe(json.counts.items);

      const { json: other } = await syncWith(world, flow('include: [{kind: TechnicalSystem, role: PROD*}]'));
      expect(other.skipped.NOT_INCLUDED).toBeGreaterThan(0);
      // What the other file made of cloud services is left alone: they are there, only not wanted any more.
      expect(other).toMatchObject({ run: { state: 'done' }, retired: 0, missing: 0 });
      expect(other.counts.created).toBeGreaterThan(0);
      expect(json.counts.created + other.counts.created).toBeLessThanOrEqual(whole.counts.created);
    });
  });

  it('names, maps and leaves out', async () => {
    await withWorld({}, async (world) => {
      const before = await world.applications();
      const { code, json } = await syncWith(
        world,
        flow('naming: "{kind} {id}"', 'mapping: {description: "From {name}", alias: ""}'),
      );
      expect(code).toBe(0);
      const made = madeIn(await world.applications(), before);
      expect(made).toHaveLength(json.counts.created);
      expect(made.length).toBeGreaterThan(0);
      for (const { name, externalId, description, alias } of made) {
        expect(name).toMatch(/^(CloudService|TechnicalSystem) /);
        expect(externalId.endsWith(name.slice(name.indexOf(' ') + 1))).toBe(true);
        expect(description).toMatch(/^From \S+$/);
        expect(alias).toBeNull();
      }
      // A configuration that says nothing of them any more gives them back to the flow.
      const { json: back } = await syncWith(world, '');
      expect(back.counts.updated).toBe(made.length);
    });
  });

  it('is refused whole, before anything is written, where the workspace cannot hold it', async () => {
    await withWorld({}, async (world) => {
      const before = await world.applications();
      const { code, json } = await syncWith(
        world,
        flow(
          'mapping: {aliass: "{name}", displayName: x, description: {block: "{name}"}, lxHostingType: {from: role, values: {PROD: saaas}}}',
          'lifecycle: {activ: "{goLive}"}',
        ),
      );
      expect(code).toBe(2);
      expect(json).toMatchObject({ run: { state: 'failed' }, error: { code: 'CFG_MAPPING' } });
      const { message = '' } = json.error ?? {};
      expect(message).toContain('mistakes: 4');
      expect(message).toContain(
        'LX_FIELD_UNKNOWN mapping.aliass: Application has no field aliass; did you mean alias?',
      );
      expect(message).toContain('LX_FIELD_COMPUTED mapping.displayName');
      expect(message).toContain('LX_VALUE_UNKNOWN mapping.lxHostingType.values.PROD');
      expect(message).toContain('did you mean saas?');
      expect(message).toContain(
        'LX_VALUE_UNKNOWN lifecycle.activ: the lifecycle has no phase "activ"; did you mean active?',
      );
      expect(await world.applications()).toEqual(before);
    });
  });

  it('keeps back the classes of change that are not to be applied', async () => {
    const { json: whole } = await undisturbed({});
    await withWorld({}, async (world) => {
      const { code, json } = await syncWith(world, flow('policy: {create: inbox, link: ignore}'));
      expect(code).toBe(0);
      expect(json.counts).toMatchObject({ created: 0, linked: 0, updated: 0 });
      expect(json.skipped).toEqual({
        ...whole.skipped,
        INBOX: whole.counts.created,
        IGNORED: whole.counts.linked,
      });
      expect(world.ledger().filter(isMutation)).toEqual([]);
    });
  });

  it('chooses among bound services by the names of its connections', async () => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, (services) => {
        const [calm] = services.SAPCloudALMAPIs;
        const [leanix] = services['user-provided'];
        if (calm === undefined || leanix === undefined) throw new Error('The world has no bindings');
        const nowhere = 'http://127.0.0.1:1';
        const credentials = { endpoints: { Api: nowhere }, uaa: { ...calm.credentials.uaa, url: nowhere } };
        services.SAPCloudALMAPIs.unshift({ ...calm, ...{ name: 'calm-other', credentials } });
        services['user-provided'].unshift({
          name: 'leanix-other',
          credentials: { host: nowhere, apiToken: 'x' },
        });
      });
      const undecided = await world.sync();
      expect([undecided.code, undecided.json.error?.code]).toEqual([2, 'CFG_BINDING_AMBIGUOUS']);

      const connections = 'connections: {src: {binding: calm-api}, lx: {binding: leanix}}\n';
      const { code, json } = await syncWith(world, connections + flow('source: src', 'workspace: lx'));
      expect([code, json.run.state]).toEqual([0, 'done']);

      const missing = 'connections: {lx: {binding: leanix-lost}}\n';
      const lost = await syncWith(world, missing + flow('workspace: lx'));
      expect([lost.code, lost.json.error?.code]).toEqual([2, 'CFG_BINDING_MISSING']);
      for (const name of ['leanix-lost', 'calm-api', 'leanix-other']) expect(lost.stderr).toContain(name);
    });
  });

  it.each([
    ['named by the flow', 'workspace: lx'],
    ['found by itself', 'tag: any'],
  ])('refuses another workspace than the pinned one, %s, before anything is read', async (_, line) => {
    await withWorld({}, async (world) => {
      const pinned = (id: string) => `connections: {lx: {binding: leanix, workspace: ${id}}}\n${flow(line)}`;
      const { code, json, stderr } = await syncWith(world, pinned('another'));
      expect([code, json.run.state, json.refused?.code]).toEqual([4, 'refused', 'CFG_WORKSPACE']);
      expect(stderr).toContain('configured: another');
      expect(world.ledger().map(({ path }) => path)).toEqual([
        '/uaa/oauth/token',
        '/services/mtm/v1/oauth2/token',
      ]);

      const id = /workspace: ([\w-]+), name/.exec(stderr)?.[1] ?? '';
      const right = await syncWith(world, pinned(id));
      expect([right.code, right.json.run.state]).toEqual([0, 'done']);
    });
  });
});

const hashIn = (end: SyncEnd) => /planHash: ([0-9a-f]{64})/.exec(end.stderr)?.[1] ?? '';

describe.concurrent('a plan that waits for approval', { timeout: 60_000 }, () => {
  it.each([
    ['the first run', 'guards: {firstRun: stop}', 'PLAN_FIRST_RUN'],
    ['more changes than the cap', 'guards: {maxChanges: 3}', 'PLAN_CHANGE_LIMIT'],
  ])('is not written until its hash is given: %s', async (_, guards, reason) => {
    const { json: whole } = await undisturbed({});
    await withWorld({}, async (world) => {
      const before = await world.applications();
      const stopped = await syncWith(world, flow(guards));
      expect([stopped.code, stopped.json.run.state, stopped.json.refused?.code]).toEqual([
        4,
        'refused',
        reason,
      ]);
      const hash = hashIn(stopped);
      expect(hash).not.toBe('');
      expect(stopped.stderr).toContain('--approve');
      const { created: create, linked: link } = whole.counts;
      const { skipped } = whole;
      expect(stopped.json.plan).toEqual({ hash, create, link, update: 0, retire: 0, skipped });

      const wrong = await syncWith(world, flow(guards), '--approve', hash.replace(/^./, 'x'));
      expect([wrong.code, wrong.json.refused?.code, hashIn(wrong)]).toEqual([4, reason, hash]);
      expect(world.ledger().filter(isMutation)).toEqual([]);
      expect(await world.applications()).toEqual(before);

      const approved = await syncWith(world, flow(guards), '--approve', hash);
      expect([approved.code, approved.json.run.state]).toEqual([0, 'done']);
      expect(approved.json.counts).toEqual(whole.counts);
    });
  });

  it('is shown to the person who is to approve it', async () => {
    const { json: whole } = await undisturbed({});
    await withWorld({}, async (world) => {
      const file = join(world.folder, 'mine.yaml');
      await writeFile(file, flow('guards: {firstRun: stop}'));
      const args = ['--bindings', world.bindings, '--state', world.state, '--config', file];
      const { code, stdout } = await world.run('sync', 'landscape', ...args);
      expect(code).toBe(4);
      expect(stdout).toMatch(
        new RegExp(`to be created +${whole.counts.created}\\n +to be linked +${whole.counts.linked}\\n`),
      );
      expect(stdout).toMatch(/To be created, for example\n {2}\S.* a new Application\n/);
      expect(stdout).not.toContain('NOT_ATTEMPTED');
      expect(stdout).not.toMatch(/\n(Created|Linked), for example/);
    });
  });

  it('is another one when landscape or configuration have moved since', async () => {
    await withWorld({}, async (world) => {
      const hash = hashIn(await syncWith(world, flow('guards: {firstRun: stop}')));
      const other = await syncWith(world, flow('guards: {firstRun: stop}', 'tag: any'), '--approve', hash);
      expect([other.code, other.json.refused?.code]).toEqual([4, 'PLAN_FIRST_RUN']);
      world.simulator.advance();
      const later = await syncWith(world, flow('guards: {firstRun: stop}'), '--approve', hash);
      expect([later.code, later.json.refused?.code]).toEqual([4, 'PLAN_FIRST_RUN']);
      expect(hashIn(later)).not.toBe(hash);
      expect(world.ledger().filter(isMutation)).toEqual([]);
    });
  });

  it('passes by itself where it is within the cap', async () => {
    await withWorld({}, async (world) => {
      const { code, json } = await syncWith(world, flow('guards: {maxChanges: 1000}'));
      expect([code, json.run.state]).toEqual([0, 'done']);
      const later = await syncWith(world, flow('guards: {firstRun: stop, maxChanges: 1000}'));
      expect([later.code, later.json.run.state]).toEqual([0, 'done']);
    });
  });
});
