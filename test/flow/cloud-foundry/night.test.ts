// The built module, run for real: two instances on one PostgreSQL, callers checked by an XSUAA over TLS, runs begun by
// the job scheduler. Whatever happens to instances and database, the workspace ends as on a laptop, each fact sheet
// written as often, and the scheduler is told the end of every run.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type LedgerEntry, startSimulator } from '../../../simulator/simulator.ts';
import { hasOpenssl, makeAuthority } from '../../support/certificates.ts';
import { readApplications, type SheetSeen } from '../../support/cli/fact-sheets.ts';
import { isMutation, withWorld } from '../../support/cli/world.ts';
import {
  buildDeployable,
  type Deployable,
  type Instance,
  type InstanceOptions,
  leasesRunOut,
  startInstance,
} from '../../support/cloud-foundry.ts';
import { startTlsFront } from '../../support/connect-proxy.ts';
import {
  type JobScheduler,
  startJobScheduler,
  withCertificateSuffix,
} from '../../support/job-scheduling/job-scheduler.ts';
import { hasPostgresql, makeTestDatabase } from '../../support/postgresql.ts';
import { hasCluster, makeCluster } from '../../support/postgresql-cluster.ts';
import { isBatch, startRelay } from '../../support/relay.ts';
import { startXsuaa, type Xsuaa } from '../../support/xsuaa.ts';

const landscape = { size: 60, seed: 7 };
/** Small batches, one by one, so that there is a midst to die in. */
const config =
  'connections: {leanix: {binding: leanix, pace: {changesPerRequest: 3, writesUnderWay: 1}}}\n' +
  'flows: {landscape: {workspace: leanix}}\n';
const job = 'landbridge_landscape';
const client = { grant_type: 'client_credentials', user_id: undefined, user_name: undefined };

describe.skipIf(!hasOpenssl)('the module on Cloud Foundry', { timeout: 120_000 }, () => {
  let module: Deployable;
  /** What the same night comes to on a laptop. */
  let wanted: { sheets: SheetSeen[]; writes: number };

  beforeAll(async () => {
    [module, wanted] = await Promise.all([
      buildDeployable(config),
      withWorld(landscape, async (world) => {
        await world.sync();
        const writes = countWrites(world.ledger());
        return { sheets: await world.applications(), writes };
      }),
    ]);
  }, 60_000);
  afterAll(() => module.remove());

  /**
   * Everything that stands around the instances.
   * @param credentials of the bound PostgreSQL
   * @param hasCertificates whether XSUAA and job scheduler are bound with certificates in place of secrets
   */
  async function openPlatform(credentials: Record<string, unknown>, hasCertificates: boolean) {
    const simulator = await startSimulator(landscape);
    const xsuaa = await startXsuaa();
    // Where the header of a call leads: nobody may go there with our token.
    const elsewhere = await startJobScheduler();
    const scheduler = await startJobScheduler({
      toldHost: elsewhere.origin,
      tokenForApplication: () => xsuaa.sign({ scopes: ['JobScheduler'], claims: client }),
    });
    const bound = hasCertificates
      ? await bindWithCertificates(xsuaa, scheduler)
      : { xsuaa: {}, jobs: scheduler.credentials, secrets: [scheduler.credentials.uaa.clientsecret ?? '?'] };
    const running: Instance[] = [];
    onTestFinished(async () => {
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all(running.map(({ ended }) => ended));
      await scheduler.close();
      await elsewhere.close();
      await simulator.close();
    });

    /** An instance whose requests are told from those of the others. */
    async function start(options: Partial<InstanceOptions> = {}) {
      const relay = await startRelay(simulator.origin);
      onTestFinished(() => relay.close());
      const { VCAP_SERVICES: systems } = JSON.parse(
        JSON.stringify(simulator.bindings).replaceAll(simulator.origin, relay.origin),
      );
      const services = {
        ...systems,
        xsuaa: [{ ...xsuaa.service, credentials: { ...xsuaa.credentials, ...bound.xsuaa } }],
        jobscheduler: [{ name: 'jobs', label: 'jobscheduler', credentials: bound.jobs }],
        'postgresql-db': [{ name: 'state', label: 'postgresql-db', credentials }],
      };
      const env = { NODE_EXTRA_CA_CERTS: xsuaa.authority.file };
      const instance = await startInstance(module.folder, { services, env, ...options });
      running.push(instance);
      return { ...instance, relay, url: `http://127.0.0.1:${instance.port}` };
    }

    return {
      simulator,
      scheduler,
      xsuaa,
      start,
      /** Until every run of the scheduler has come to its end. */
      async untilTold() {
        const isOver = () => scheduler.runs.every(({ runStatus }) => runStatus === 'COMPLETED');
        await expect.poll(isOver, { timeout: 90_000, interval: 100 }).toBe(true);
      },
      async expectAsOnALaptop() {
        expect(countWrites(simulator.ledger())).toBe(wanted.writes);
        expect(await readApplications(simulator)).toEqual(wanted.sheets);
        const logs = running.flatMap(({ log, noise }) => [
          ...noise,
          ...log.map((line) => JSON.stringify(line)),
        ]);
        for (const secret of [...simulator.secrets, ...bound.secrets]) {
          expect(logs.filter((line) => line.includes(secret))).toEqual([]);
        }
        expect(running.flatMap(({ noise }) => noise)).toEqual([]);
        expect(elsewhere.requests).toEqual([]);
      },
    };
  }

  it.skipIf(!hasPostgresql)(
    'runs a night once, however many calls of the scheduler come together',
    async () => {
      const database = await makeTestDatabase();
      onTestFinished(() => database.drop());
      const { host: hostname, port, database: dbname, user: username } = database.server;
      const platform = await openPlatform(
        {
          hostname,
          port: String(port),
          dbname,
          username,
          password: 'not-asked',
        },
        true,
      );
      const { scheduler, start, xsuaa } = platform;
      const [first, second] = await Promise.all([start(), start({ inFile: true })]);

      expect((await fetch(`${first.url}/health`)).status).toBe(200);
      const call = (token: string) =>
        fetch(`${first.url}/jobs/start`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: '{"flow":"landscape"}',
        });
      expect((await call('none')).status).toBe(401);
      expect((await call(xsuaa.sign({ scopes: ['Run', 'View'] }))).status).toBe(403);
      // Without the names of the scheduler's run there is nobody to tell.
      expect((await call(xsuaa.sign({ scopes: ['JobScheduler'] }))).status).toBe(400);

      scheduler.addJob(job, `${first.url}/jobs/start`, { flow: 'landscape' });
      scheduler.addJob('landbridge_other', `${second.url}/jobs/start`, { flow: 'landscape' });
      scheduler.addJob('landbridge_unknown', `${second.url}/jobs/start`, { flow: 'landskape' });
      // The service is down for a moment when it is to be told.
      scheduler.answerNext(503, 503);
      const runs = (
        await Promise.all([scheduler.fire(job, 3), scheduler.fire('landbridge_other', 2)])
      ).flat();
      expect(runs.map(({ httpStatus }) => httpStatus)).toEqual([202, 202, 202, 202, 202]);
      expect(await scheduler.fire('landbridge_unknown')).toMatchObject([
        { httpStatus: 404, runState: 'ERROR' },
      ]);
      await platform.untilTold();

      expect(new Set(runs.map(({ runState, updates }) => `${runState} ${updates}`))).toEqual(
        new Set(['SUCCESS 1']),
      );
      const texts = new Set(runs.map(({ runText }) => runText));
      expect([...texts]).toEqual([expect.stringMatching(/^The run of landscape is done: .*\d+ created/)]);
      await platform.expectAsOnALaptop();

      // Nobody but the log tells in time that a certificate ends.
      for (const { log } of [first, second]) {
        expect(log).toContainEqual(
          expect.objectContaining({
            event: 'certificate of a binding expires',
            binding: xsuaa.service.name,
            code: 'CFG_CERTIFICATE_EXPIRED',
          }),
        );
      }

      // The functions by HTTP, for people: what became of it, and another run, planned only.
      const ask = (path: string, scope: string, init: RequestInit = {}) =>
        fetch(`${second.url}${path}`, {
          ...init,
          headers: {
            authorization: `Bearer ${xsuaa.sign({ scopes: [scope] })}`,
            'content-type': 'application/json',
          },
        });
      expect(await (await ask('/runs', 'View')).json()).toMatchObject({ runs: [{ state: 'done' }] });
      const body = JSON.stringify({ flow: 'landscape', dryRun: true });
      expect((await ask('/runs', 'View', { method: 'POST', body })).status).toBe(403);
      const begun = await ask('/runs', 'Run', { method: 'POST', body });
      expect(begun.status).toBe(202);
      const planned = async () => (await ask(begun.headers.get('location') ?? '', 'View')).json();
      await expect.poll(planned, { timeout: 20_000 }).toMatchObject({ kind: 'plan', state: 'planned' });

      // What waits, for those who look; deciding is for reviewers.
      const inbox = async () => (await ask('/inbox', 'View')).json();
      const { flows } = (await inbox()) as { flows: { waiting: number; proposals: { item: string }[] }[] };
      const { waiting = 0, proposals = [] } = flows[0] ?? {};
      const decision = JSON.stringify({ decide: 'ignore', items: [proposals[0]?.item], later: true });
      expect((await ask('/inbox', 'Run')).status).toBe(403);
      expect((await ask('/decisions', 'View', { method: 'POST', body: decision })).status).toBe(403);
      const decided = await ask('/decisions', 'Review', { method: 'POST', body: decision });
      expect(await decided.json()).toMatchObject({ flow: 'landscape', run: null });
      expect(await inbox()).toMatchObject({ flows: [{ waiting: waiting - 1 }] });

      // And whether the set-up is well, as the application itself sees it.
      expect((await ask('/doctor', 'Webhook')).status).toBe(403);
      expect(await (await ask('/doctor', 'View')).json()).toMatchObject({
        sections: [{ connection: 'calm-api' }, { connection: 'leanix' }, { connection: 'this installation' }],
        findings: [{ code: 'CFG_CERTIFICATE_EXPIRED', evidence: { member: 'certificate' } }],
      });

      for (const { child, ended, log } of [first, second]) {
        child.kill('SIGTERM');
        expect(await ended).toBe(0);
        expect(log.at(-1)).toMatchObject({ event: 'application stopped' });
      }
    },
  );

  it.skipIf(!hasCluster)(
    'lives through a restart of the database, a killed instance and one that is stopped',
    async () => {
      const authority = makeAuthority();
      const cluster = await makeCluster(authority.issue('localhost'));
      onTestFinished(() => {
        cluster.remove();
        authority.remove();
      });
      const { host: hostname, port, database: dbname, user: username } = cluster.server;
      const credentials = { hostname, port: String(port), dbname, username, sslrootcert: authority.cert };
      const platform = await openPlatform(credentials, false);
      const { scheduler, start } = platform;
      const instances = new Set(await Promise.all([start(), start()]));
      const stopped: Promise<number | null>[] = [];

      // The batches in their order, whoever sends them; what happens while one is on its way.
      let batches = 0;
      const events: Record<number, (writer: Instance) => Promise<void> | void> = {
        2: () => {
          cluster.stop();
          cluster.start();
        },
        3: (writer) => {
          writer.child.kill('SIGKILL');
          for (const { child } of instances) if (child !== writer.child) child.kill(leasesRunOut);
        },
        5: async ({ child, ended }) => {
          const heir = await start();
          instances.add(heir);
          watch(heir);
          stopped.push(ended);
          child.kill('SIGTERM');
        },
      };
      function watch(instance: Awaited<ReturnType<typeof start>>): void {
        instance.relay.always(isBatch, async (_, forward) => {
          batches += 1;
          await events[batches]?.(instance);
          return forward();
        });
      }
      for (const instance of instances) watch(instance);

      const [entry] = instances;
      scheduler.addJob(job, `${entry?.url}/jobs/start`, { flow: 'landscape' });
      const [run] = await scheduler.fire(job);
      expect(run).toMatchObject({ httpStatus: 202 });
      await platform.untilTold();

      expect(batches).toBeGreaterThan(6);
      expect(run).toMatchObject({ runState: 'SUCCESS', updates: 1 });
      expect(await Promise.all(stopped)).toEqual([0]);
      await platform.expectAsOnALaptop();

      // It ends by itself even when there is nothing to hand on to: nobody kills it here.
      const heir = [...instances].at(-1);
      cluster.stop();
      heir?.child.kill('SIGTERM');
      expect(await heir?.ended).toBeTypeOf('number');
    },
  );
});

/**
 * XSUAA as it is bound with a certificate, one that nobody renewed: callers are checked all the same. The scheduler's
 * token service takes nobody without one.
 */
async function bindWithCertificates({ authority }: Xsuaa, scheduler: JobScheduler) {
  const demands = { ca: authority.cert, requestCert: true, rejectUnauthorized: true };
  const port = Number(new URL(scheduler.origin).port);
  const front = await startTlsFront({ ...authority.issue('localhost'), ...demands }, port);
  onTestFinished(() => front.close());
  const old = authority.issue('landbridge', { expired: true });
  const timer = authority.issue('jobs');
  const { url, uaa } = scheduler.credentials;
  return {
    xsuaa: { clientsecret: undefined, certificate: old.cert, key: old.key, certurl: 'https://cert.example' },
    jobs: {
      url,
      uaa: {
        clientid: `${uaa.clientid}${withCertificateSuffix}`,
        certificate: timer.cert,
        key: timer.key,
        certurl: `https://localhost:${front.port}/uaa`,
      },
    },
    secrets: [old, timer].map(({ key }) => key.split('\n')[1] ?? '?'),
  };
}

/** Changes, however they were put into batches. */
function countWrites(ledger: readonly LedgerEntry[]): number {
  return ledger.filter(isMutation).reduce((sum, { operation }) => sum + operation.split(',').length, 0);
}
