// The simulator: a Cloud ALM tenant, a Cloud Integration tenant, each with its token service, and a LeanIX workspace
// on one loopback port, for trials and tests without them. Faithful to what is publicly known of them; what is not known carries the
// number of its assumption at the place. It shares no code with the connectors it is to test.
import { Hono } from 'hono';
import { createClock } from './clock.ts';
import { createLandscapeApi } from './cloud-alm/landscape-api.ts';
import { createLandscapeDetails } from './cloud-alm/landscape-details.ts';
import { createLandscapeStore } from './cloud-alm/landscape-store.ts';
import { createMonitoringApis } from './cloud-alm/monitoring-apis.ts';
import { createProjectApis } from './cloud-alm/project-apis.ts';
import { createXsuaa, usualLifetimeSeconds, usualScopes } from './cloud-alm/xsuaa.ts';
import { createIntegration } from './cloud-integration/create-integration.ts';
import type { IntegrationTenant } from './cloud-integration/tenant.ts';
import { createControl } from './control.ts';
import { type Bindings, makeBindings, makeCredentials } from './credentials.ts';
import { createFaults } from './faults.ts';
import { createFront, type Intercept } from './front.ts';
import { type AdvanceSummary, passNight } from './generate/advance.ts';
import { embellishWorkspace } from './generate/embellish.ts';
import { generateLandscape, type LandscapeObject } from './generate/landscape.ts';
import { createRandom } from './generate/random.ts';
import type { Truth } from './generate/truth.ts';
import { generateWorkspace } from './generate/workspace.ts';
import { createDataModel } from './leanix/data-model.ts';
import { createLeanixApi } from './leanix/leanix-api.ts';
import { type EditedFactSheet, editAsPerson, type PersonalEdit } from './leanix/personal-edit.ts';
import { deleteExpired } from './leanix/retention.ts';
import { fillIn, type LeanixSettings } from './leanix/settings.ts';
import { createWorkspace } from './leanix/workspace.ts';
import { createLedger, type LedgerEntry } from './ledger.ts';
import { createTokenIssuer } from './tokens.ts';

export { faultNames } from './faults.ts';
export type { Intercept } from './front.ts';
export type { AdvanceSummary } from './generate/advance.ts';
export type { Truth } from './generate/truth.ts';
export type { LedgerEntry } from './ledger.ts';

/** Beyond these, how the workspace is set up; see leanix/settings.ts. */
export interface SimulatorOptions extends Partial<LeanixSettings> {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Landscape objects of Cloud ALM. */
  size: number;
  /** Applications in the workspace, twice `size` by default; those that stand for an object are there in any case. */
  factSheets?: number;
  /** Integration flows of a Cloud Integration tenant; 0, the default: there is none. */
  iflows?: number;
  /** Packages they lie in; about ten flows a package by default. */
  packages?: number;
  seed: number;
  faults?: readonly string[];
  latencyMs?: number;
  /** What a landscape object shows: only the members that are known, or more under invented names. */
  profile?: 'minimal' | 'rich';
  /** Authorities of the Cloud ALM key, such as `calm-api.landscape.read`; by default all that read. */
  scopes?: readonly string[];
  /** How long access tokens of Cloud ALM live; 12 hours by default. */
  tokenLifeSeconds?: number;
  /** Some objects without a name or with values nobody knows; for tests. */
  oddRecords?: boolean;
  /** How long after its client is gone a request struck by the fault `late` is carried out; 1,500 by default. */
  lateMs?: number;
  /** Stands in front of every request that no fault struck; for tests. */
  intercept?: Intercept;
}

export interface Simulator {
  origin: string;
  port: number;
  bindings: Bindings;
  /** Everything no output may show: client secret, API token and every access token issued so far. */
  secrets: readonly string[];
  /** What the Cloud Integration tenant holds, to be changed as its people do; undefined where there is none. */
  integration: IntegrationTenant | undefined;
  ledger(): LedgerEntry[];
  truth(): Truth;
  /** Replaces the faults; throws a RangeError on a name that is not known. */
  setFaults(names: readonly string[]): void;
  /** Lets a night pass; `change` multiplies the usual rates, 0 moves the clock only. */
  advance(options?: { change?: number }): AdvanceSummary;
  /** Does what a person does in LeanIX; throws what LeanIX would refuse. */
  edit(wanted: PersonalEdit): EditedFactSheet;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 only. Throws what node:http throws when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { size, seed } = options;
  const clock = createClock();
  const credentials = makeCredentials(seed);
  const { iflows = 0 } = options;
  const secrets = [
    credentials.clientSecret,
    credentials.apiToken,
    ...(iflows > 0 ? [credentials.integration.clientSecret] : []),
  ];
  const onIssued = (token: string): void => void secrets.push(token);
  const faults = createFaults(options.faults ?? []);
  const ledger = createLedger();

  const objects = generateLandscape({ size, seed, oddRecords: options.oddRecords ?? false });
  const landscape = createLandscapeStore(objects);
  const settings = fillIn(options);
  const workspace = createWorkspace({
    model: createDataModel(settings),
    settings,
    clock,
    random: createRandom(seed, 'ids'),
  });
  const pairs = generateWorkspace(workspace, {
    objects,
    applications: options.factSheets ?? 2 * size,
    random: createRandom(seed, 'workspace'),
  });
  embellishWorkspace(workspace, createRandom(seed, 'embellishment'));
  const integration =
    iflows === 0
      ? undefined
      : createIntegration({
          flows: iflows,
          packages: options.packages,
          seed,
          workspace,
          credentials,
          clock,
          origin: () => origin,
          isEmptied: faults.emptiesLists,
          onIssued,
        });
  const goneObjects: LandscapeObject[] = [];
  let nights = 0;

  function truth(): Truth {
    const describe = (object: LandscapeObject, alive: boolean): Truth['objects'][number] => {
      const { lmsId, name, objectType } = object;
      const { relation, factSheetIds } = pairs.get(lmsId) ?? { relation: 'none', factSheetIds: [] };
      return { lmsId, name, objectType, alive, factSheetIds, relation };
    };
    const byType: Record<string, number> = {};
    let archived = 0;
    for (const { type, status } of workspace.list()) {
      byType[type] = (byType[type] ?? 0) + 1;
      if (status === 'ARCHIVED') archived += 1;
    }
    const total = Object.values(byType).reduce((sum, count) => sum + count, 0);
    return {
      objects: [
        ...landscape.list().map((object) => describe(object, true)),
        ...goneObjects.map((object) => describe(object, false)),
      ],
      factSheets: { total, archived, byType },
      nights,
    };
  }

  function advance({ change = 1 }: { change?: number } = {}): AdvanceSummary {
    nights += 1;
    clock.advanceDays(1);
    deleteExpired(workspace);
    const summary = passNight({
      number: nights,
      change,
      landscape,
      workspace,
      random: createRandom(seed, `night ${nights}`),
      onGone: (object) => void goneObjects.push(object),
    });
    if (integration === undefined) return summary;
    return { ...summary, integration: integration.passNight({ number: nights, change }) };
  }

  const edit = (wanted: PersonalEdit): EditedFactSheet => editAsPerson(workspace, wanted);

  let origin = '';
  const app = new Hono();
  app.route(
    '/',
    createControl({
      ledger: ledger.entries,
      closings: ledger.closings,
      truth,
      setFaults: faults.set,
      advance,
      edit,
    }),
  );
  const xsuaaIssuer = createTokenIssuer(`${credentials.signingKey} xsuaa`, clock);
  app.route(
    '/uaa',
    createXsuaa({
      credentials,
      issuer: xsuaaIssuer,
      origin: () => origin,
      onIssued,
      scopes: options.scopes ?? usualScopes,
      lifetimeSeconds: options.tokenLifeSeconds ?? usualLifetimeSeconds,
    }),
  );
  app.route('/api', createProjectApis(xsuaaIssuer));
  app.route('/api', createMonitoringApis(xsuaaIssuer));
  app.route(
    '/api/calm-landscape/v1',
    createLandscapeApi({
      landscape,
      issuer: xsuaaIssuer,
      profile: options.profile ?? 'minimal',
      isEmptied: faults.emptiesLists,
    }),
  );
  app.route('/api/calm-landscape/v1', createLandscapeDetails(landscape, xsuaaIssuer));
  if (integration !== undefined) app.route('/', integration.routes);
  app.route(
    '/services',
    createLeanixApi({
      workspace,
      credentials,
      issuer: createTokenIssuer(`${credentials.signingKey} leanix`, clock),
      seed,
      origin: () => origin,
      onIssued,
    }),
  );

  const server = createFront({
    app,
    faults,
    ledger,
    latencyMs: options.latencyMs ?? 0,
    lateMs: options.lateMs ?? 1500,
    now: clock.real,
    intercept: options.intercept,
  });
  const port = await listen(server, options.port ?? 0);
  origin = `http://127.0.0.1:${port}`;

  return {
    origin,
    port,
    bindings: makeBindings(origin, credentials, { hasIntegration: iflows > 0 }),
    secrets,
    integration: integration?.tenant,
    ledger: ledger.entries,
    truth,
    setFaults: faults.set,
    advance,
    edit,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: ReturnType<typeof createFront>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
