// The command on the bound PostgreSQL, and the jobs of the SAP Job Scheduling service.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type World, withWorld } from '../../support/cli/world.ts';
import { startJobScheduler } from '../../support/job-scheduling/job-scheduler.ts';
import { hasPostgresql, makeTestDatabase, type TestDatabase } from '../../support/postgresql.ts';

/** The world's bindings with more services. */
async function bind(world: World, services: Record<string, unknown>): Promise<void> {
  const bound = JSON.parse(await readFile(world.bindings, 'utf8'));
  Object.assign(bound.VCAP_SERVICES, services);
  await writeFile(world.bindings, JSON.stringify(bound));
}

/** Named so that nobody may take it for one of the systems it is called after. */
async function withDatabase(
  options: { size?: number },
  test: (world: World, database: TestDatabase) => Promise<void>,
): Promise<void> {
  const database = await makeTestDatabase();
  try {
    await withWorld(options, async (world) => {
      const { host: hostname, port, database: dbname, user: username } = database.server;
      const credentials = { hostname, port: String(port), dbname, username, password: 'not-asked-for-here' };
      const name = 'leanix-calm-state';
      await bind(world, { 'postgresql-db': [{ name, label: 'postgresql-db', credentials }] });
      await test(world, database);
    });
  } finally {
    await database.drop();
  }
}

describe.skipIf(!hasPostgresql).concurrent('the state in the bound PostgreSQL', { timeout: 60_000 }, () => {
  it('serves every verb as the file does: the second night changes nothing', async () => {
    await withDatabase({}, async (world) => {
      const sync = ['sync', 'landscape', '--bindings', world.bindings, '--state', 'postgresql', '--json'];
      const first = await world.run(...sync);
      expect(first).toMatchObject({ code: 0 });
      expect(JSON.parse(first.stdout).counts.created).toBeGreaterThan(0);
      const second = await world.run(...sync);
      expect(JSON.parse(second.stdout)).toMatchObject({
        run: { state: 'done' },
        counts: { created: 0, updated: 0 },
      });
    });
  });

  it('is chosen among several by its binding, and says which there are', async () => {
    await withDatabase({ size: 1 }, async (world, { server }) => {
      const credentials = {
        uri: `postgres://${server.user}@${server.host}:${server.port}/${server.database}`,
      };
      await bind(world, {
        'user-provided': [
          ...JSON.parse(await readFile(world.bindings, 'utf8')).VCAP_SERVICES['user-provided'],
          { name: 'state-2', label: 'user-provided', credentials },
        ],
      });
      const sync = (state: string) =>
        world.run('sync', 'landscape', '--bindings', world.bindings, '--state', state);
      expect(await sync('postgresql')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^CFG_BINDING_AMBIGUOUS: .*leanix-calm-state, state-2/),
      });
      expect(await sync('postgresql:state-2')).toMatchObject({ code: 0 });
      expect(await sync('postgresql:state-3')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^CFG_BINDING_MISSING: .*state-3/),
      });
    });
  });
});

describe.concurrent('landbridge schedule', { timeout: 60_000 }, () => {
  async function withScheduler(test: (world: World, requests: string[]) => Promise<void>): Promise<void> {
    const scheduler = await startJobScheduler();
    try {
      await withWorld({ size: 1 }, async (world) => {
        const { credentials } = scheduler;
        await bind(world, { jobscheduler: [{ name: 'calm-jobs', label: 'jobscheduler', credentials }] });
        await test(world, scheduler.requests);
      });
    } finally {
      await scheduler.close();
    }
  }

  it('makes a job a flow that runs by itself, once', async () => {
    await withScheduler(async (world, requests) => {
      const config = join(world.folder, 'mine.yaml');
      await writeFile(config, 'flows: {landscape: {}, landscape-emea: {schedule: "5 2 * * 1"}}\n');
      const args = ['--bindings', world.bindings, '--config', config, '--url', 'https://landbridge.example/'];
      expect(await world.run('schedule', ...args)).toMatchObject({
        code: 0,
        stderr: '',
        stdout: [
          '  created    landbridge_landscape         landscape         * * * * 1 17 23',
          '  created    landbridge_landscape_emea    landscape-emea    * * * mon 2 5 23',
          'The service now waits 24 hours for a run to end, for all jobs of its instance.',
          '',
        ].join('\n'),
      });
      const before = requests.length;
      const again = await world.run('schedule', ...args, '--json');
      expect(JSON.parse(again.stdout).schedules.map(({ became }: { became: string }) => became)).toEqual([
        'unchanged',
        'unchanged',
      ]);
      expect(requests.slice(before).filter((request) => request.startsWith('PUT'))).toEqual([]);
    });
  });

  it('knows the address of the application whose task it is, and asks for it elsewhere', async () => {
    await withScheduler(async (world) => {
      const args = ['schedule', '--bindings', world.bindings];
      expect(await world.run(...args)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^JOB_NO_ADDRESS: /),
      });
      const http = await world.run(...args, '--url', 'http://landbridge.example');
      expect(http).toMatchObject({ code: 2, stderr: expect.stringMatching(/^JOB_NO_ADDRESS: /) });
    });
  });

  it('says what is missing where no such service is bound', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const args = ['--bindings', world.bindings, '--url', 'https://landbridge.example'];
      expect(await world.run('schedule', ...args)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^CFG_BINDING_MISSING: .*SAP Job Scheduling/),
      });
    });
  });
});
