// What scripts of others rely on: `simulate`, `sync --json` and `runs --json` from end to end, each a process.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunJson } from '../../../cli/output/run-json.ts';
import type { LedgerEntry } from '../../../simulator/simulator.ts';
import { duplicatesAmong } from '../../support/cli/fact-sheets.ts';
import { landbridge, startLandbridge } from '../../support/cli/landbridge.ts';
import { countBySystem, isMutation, readJson, withWorld } from '../../support/cli/world.ts';

describe.concurrent('landbridge simulate, and sync against it', { timeout: 60_000 }, () => {
  it('keeps the contract from the first line to SIGTERM', async () => {
    await withWorld({ size: 1 }, async ({ folder }) => {
      const bindings = join(folder, 'env.json');
      const args = ['simulate', '--port', '0', '--size', '60', '--seed', '3', '--bindings', bindings];
      const simulate = startLandbridge(args, { cwd: folder });
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(await simulate.firstLine)?.[0] ?? '';
      expect((await stat(bindings)).mode & 0o777).toBe(0o600);
      expect(Object.keys(JSON.parse(await readFile(bindings, 'utf8')))).toEqual(['VCAP_SERVICES']);

      const state = join(folder, 'state.sqlite');
      const sync = async () => {
        const syncArgs = ['sync', 'landscape', '--bindings', bindings, '--state', state, '--json'];
        const end = await landbridge(syncArgs, { cwd: folder });
        return { ...end, json: readJson(end), ledger: (await get('/__ledger')) as LedgerEntry[] };
      };
      const get = async (path: string) => (await fetch(`${origin}${path}`)).json();
      const post = async (path: string, body: object) =>
        (await fetch(`${origin}${path}`, { method: 'POST', body: JSON.stringify(body) })).json();

      const before = (await get('/__truth')) as { factSheets: { byType: { Application: number } } };
      const first = await sync();
      expect(first.code).toBe(0);
      expect(first.json.run.state).toBe('done');
      expect(first.json.counts.created).toBeGreaterThan(0);
      for (const entry of first.ledger) {
        expect(Object.keys(entry)).toEqual(['t', 'system', 'method', 'path', 'operation', 'status', 'bytes']);
        expect(entry).toMatchObject({ status: 200, t: expect.any(Number), bytes: expect.any(Number) });
      }
      expect(first.ledger.at(-1)?.operation).toMatch(/^createFactSheet(,(create|update)FactSheet)+$/);
      const truth = (await get('/__truth')) as typeof before & { objects: object[]; nights: number };
      expect(truth.factSheets.byType.Application - before.factSheets.byType.Application).toBe(
        first.json.counts.created,
      );
      expect(truth.objects).toHaveLength(60);
      expect(truth.objects[0]).toEqual({
        lmsId: expect.any(String),
        name: expect.any(String),
        objectType: expect.any(String),
        alive: true,
        factSheetIds: expect.any(Array),
        relation: expect.any(String),
      });

      const second = await sync();
      expect(second.json.counts).toMatchObject({ created: 0, updated: 0, linked: 0, failed: 0 });
      expect(second.ledger.slice(first.ledger.length).filter(isMutation)).toEqual([]);

      expect(await post('/__advance', { change: 0 })).toMatchObject({ changed: 0, renamed: 0, gone: 0 });
      expect(await post('/__advance', {})).toMatchObject({ night: 2, changed: 3, renamed: 1, gone: 1 });
      expect(await post('/__faults', { faults: ['empty'] })).toEqual({ faults: ['empty'] });
      expect((await sync()).code).toBe(4);

      simulate.child.kill('SIGTERM');
      const end = await simulate.ended;
      expect(end).toMatchObject({ code: 0, stderr: '' });
      expect(end.stdout.trimEnd().split('\n')).toHaveLength(1);
    });
  });
});

describe.concurrent('landbridge sync --json', { timeout: 60_000 }, () => {
  it('prints one object with every member, whose numbers are those of the ledger', async () => {
    await withWorld({ size: 300 }, async (world) => {
      const applications = () => world.simulator.truth().factSheets.byType.Application ?? 0;
      const before = applications();
      const { code, json, stdout, stderr } = await world.sync();
      expect(code).toBe(0);
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr).not.toContain('{');
      const { AMBIGUOUS_NAME = 0, PROPOSED = 0 } = json.skipped;
      expect(json).toEqual({
        run: {
          id: expect.stringMatching(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/),
          flow: 'landscape',
          state: 'done',
          startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          endedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        },
        counts: {
          items: 300,
          created: applications() - before,
          updated: 0,
          linked: expect.any(Number),
          unchanged: 0,
          skipped: sum(json.skipped),
          conflict: 0,
          failed: 0,
        },
        retired: 0,
        missing: 0,
        requests: countBySystem(world.ledger()),
        failures: [],
        conflicts: [],
        reviews: [],
        skipped: expect.objectContaining({ ROLE_NOT_PRODUCTIVE: expect.any(Number) }),
        sources: [{ tenant: 'example-calm', state: 'complete', items: 300 }],
        notes: [],
        // Nobody but a person can say which of several fact sheets is meant, or whether a likely one is.
        waiting: sum({ AMBIGUOUS_NAME, PROPOSED }),
      });
      expectCountsToAddUp(json);
      expect(json.counts.created).toBeGreaterThan(0);
      expect(json.counts.linked).toBeGreaterThan(0);
      // performance.md, section 2: tokens, landscape and its empty page, data model, fact sheets, writes
      const written = json.counts.created + json.counts.linked;
      const minimum = 2 + (Math.ceil(300 / 500) + 1) + 1 + Math.ceil(before / 500) + Math.ceil(written / 50);
      expect(world.ledger()).toHaveLength(minimum);
      expect(duplicatesAmong(await world.applications())).toEqual([]);
    });
  });

  it('needs three requests and writes nothing when nothing changed', async () => {
    await withWorld({ size: 300 }, async (world) => {
      await world.syncHere();
      const first = await world.applications();
      world.simulator.advance({ change: 0 });
      const asked = world.ledger().length;
      const { code, json } = await world.sync();
      expect(code).toBe(0);
      expect(json.counts).toMatchObject({ created: 0, updated: 0, linked: 0, conflict: 0, failed: 0 });
      expect(json.counts.unchanged).toBeGreaterThan(0);
      expectCountsToAddUp(json);
      const ledger = world.ledger().slice(asked);
      expect(ledger.map(({ path, operation }) => operation || path)).toEqual([
        '/api/calm-landscape/v1/landscapeObjects',
        '/api/calm-landscape/v1/landscapeObjects',
        'allFactSheets,allFactSheets,allTags',
      ]);
      expect(json.requests).toEqual({ 'cloud-alm': 2, leanix: 1 });
      expect(await world.applications()).toEqual(first);
    });
  });

  it('writes what changed in a night and leaves alone what people changed', async () => {
    await withWorld({ size: 300 }, async (world) => {
      await world.syncHere();
      world.simulator.advance();
      const asked = world.ledger().length;
      const { json, code } = await world.sync();
      expect(code).toBe(0);
      expect(json.counts.updated).toBeGreaterThan(0);
      expectCountsToAddUp(json);
      expect(json.requests).toEqual(countBySystem(world.ledger().slice(asked)));
      expect(duplicatesAmong(await world.applications())).toEqual([]);
    });
  });
});

describe.concurrent('what a person sees', { timeout: 60_000 }, () => {
  it('of a run: plain lines on the way, then what was done and why things were skipped', async () => {
    await withWorld({}, async (world) => {
      const end = await world.run('sync', 'landscape', '--bindings', world.bindings, '--state', world.state);
      expect(end.code).toBe(0);
      expect(end.stderr).toMatch(/^reading Cloud ALM: 60\nmatching with LeanIX: 60 of 60\nwriting to LeanIX/);
      expect(end.stdout).toMatch(/^landscape {2}done {2}run \S+\n/);
      expect(end.stdout).toMatch(/found in Cloud ALM +60/);
      expect(end.stdout).toMatch(/ROLE_NOT_PRODUCTIVE +not a productive system/);
      expect(end.stdout).toMatch(/Requests: cloud-alm 3, leanix 4/);
      // Neither colours nor cursor movements where nobody has a terminal.
      expect(end.stdout + end.stderr).not.toContain('\u001b');
    });
  });

  it('of the runs: the latest first, as a table or as one object', async () => {
    await withWorld({}, async (world) => {
      const list = (...more: string[]) => world.run('runs', '--state', world.state, ...more);
      const first = await world.sync();
      world.simulator.setFaults(['empty']);
      // Several in one second: it is not their ids that say which is the latest.
      const refused = [await world.sync(), await world.sync(), await world.sync()].map(
        ({ json }) => json.run.id,
      );
      const { code, stdout } = await list('--json');
      expect(code).toBe(0);
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      const { runs } = JSON.parse(stdout);
      expect(runs.map(({ id }: { id: string }) => id)).toEqual([...refused.reverse(), first.json.run.id]);
      expect(runs[0]).toMatchObject({
        flow: 'landscape',
        state: 'refused',
        problem: { code: 'PLAN_SOURCE_EMPTY' },
      });
      expect(runs[3]).toMatchObject({ state: 'done', counts: first.json.counts, problem: null });
      const lines = (await list()).stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(5);
      expect(lines[1]).toMatch(new RegExp(`${refused[0]} +landscape +refused .*PLAN_SOURCE_EMPTY`));
    });
  });
});

function expectCountsToAddUp({ counts, skipped }: RunJson): void {
  const { items, ...outcomes } = counts;
  expect(sum(outcomes)).toBe(items);
  expect(sum(skipped)).toBe(counts.skipped);
}

function sum(numbers: Readonly<Record<string, number>>): number {
  return Object.values(numbers).reduce((total, number) => total + number, 0);
}
