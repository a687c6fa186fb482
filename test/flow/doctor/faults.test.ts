// Every fault of a set-up that a credential or a call can show, produced by the simulator and by real conditions on
// loopback, one after the other: exactly its code, exactly its cure, nothing secret, and nothing written.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { doctorText } from '../../../cli/output/doctor-text.ts';
import type { ErrorEntry } from '../../../shared/error-codes/error-entry.ts';
import { type ErrorCode, errorCodes } from '../../../shared/error-codes.ts';
import { doctorJson } from '../../../shared/platform/doctor/doctor-json.ts';
import { runDoctor } from '../../../shared/platform/doctor/run-doctor.ts';
import { startSimulator } from '../../../simulator/simulator.ts';
import { type Authority, hasOpenssl, makeAuthority } from '../../support/certificates.ts';
import type { Fault, Scene, Services } from './faults/fault.ts';
import { installationFaults } from './faults/of-installations.ts';
import { integrationFaults } from './faults/of-integrations.ts';
import { keyFaults } from './faults/of-keys.ts';
import { networkFaults, tlsFaults } from './faults/of-network.ts';
import { workspaceFaults } from './faults/of-workspaces.ts';

if (!hasOpenssl) console.warn('SKIPPED: no openssl on the PATH, so nothing is tried over TLS');

let trusted: Authority;
let foreign: Authority;
const usual = getCACertificates('default');
beforeAll(() => {
  if (!hasOpenssl) return;
  trusted = makeAuthority();
  foreign = makeAuthority();
  setDefaultCACertificates([...usual, trusted.cert]);
});
afterAll(() => {
  if (!hasOpenssl) return;
  setDefaultCACertificates(usual);
  trusted.remove();
  foreign.remove();
});

/** The tag of the flow is there, so that only what is spoilt is found. */
const sound = 'flows:\n  landscape: {}\n';

async function examine(fault: Partial<Fault>) {
  const simulator = await startSimulator({ size: 30, seed: 7, ...fault.simulate });
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-doctor-'));
  const undo: (() => unknown)[] = [];
  onTestFinished(async () => {
    for (const each of undo) await each();
    await simulator.close();
    await rm(folder, { recursive: true });
    vi.unstubAllEnvs();
  });
  const services = structuredClone(simulator.bindings.VCAP_SERVICES) as unknown as Services;
  const scene: Scene = {
    simulator,
    services,
    calm: services.SAPCloudALMAPIs[0],
    leanIx: services['user-provided'][0],
    integration: services['it-rt']?.[0],
    folder,
    secrets: [],
    setEnvironment: (name, value) => vi.stubEnv(name, value),
    later: (each) => void undo.push(each),
  };
  await fault.spoil?.(scene);
  const bindings = join(folder, 'bindings.json');
  const config = join(folder, 'landbridge.yaml');
  await writeFile(bindings, JSON.stringify({ VCAP_SERVICES: services }));
  await writeFile(config, fault.config ?? sound);
  const { clockAheadMs = 0 } = fault;
  const clock = {
    now: () => Date.now() + clockAheadMs,
    sleep: async () => undefined,
    giveWay: async () => undefined,
    every: () => () => undefined,
  };
  const state = join(folder, 'state.sqlite');
  const report = await runDoctor({ bindings, config, state, clock, ...fault.options });
  const json = doctorJson(report);
  const secrets = [...simulator.secrets, ...scene.secrets].filter((secret) => secret !== '');
  return { json, told: `${JSON.stringify(json)}\n${doctorText(json, undefined)}`, secrets, simulator };
}

const verdicts = { stops: 'failing', warns: 'warnings', notes: 'green' } as const;

async function expectFault(fault: Fault): Promise<void> {
  const { json, told, secrets, simulator } = await examine(fault);
  expect([...new Set(json.findings.map(({ code }) => code))]).toEqual([fault.code]);
  const [finding] = json.findings;
  const entry: ErrorEntry = errorCodes[fault.code];
  const { what, why, cure, steps = [] } = entry;
  const component = entry.component ?? null;
  expect(component).toBe(fault.component ?? null);
  expect(finding).toMatchObject({ severity: fault.severity, message: what, why, cure, steps, component });
  expect(finding?.evidence).toMatchObject(fault.evidence);
  const paste = fault.authorities && {
    'xs-security': {
      xsappname: '<instance name>',
      authorities: fault.authorities.map((scope) => `$XSMASTERAPPNAME.${scope}`),
      'oauth2-configuration': { 'credential-types': [fault.credentialType ?? 'binding-secret'] },
    },
  };
  expect(finding?.paste).toEqual(paste ?? null);
  expect(json.verdict).toBe(verdicts[fault.severity]);
  for (const text of [what, cure, ...steps, ...(component === null ? [] : [component])]) {
    expect(told).toContain(text);
  }
  for (const secret of secrets) expect(told).not.toContain(secret);
  // At most a change that is only validated was handed in.
  const writes = simulator
    .ledger()
    .filter(({ operation }) => /update|delete|upsert|createTag/.test(operation));
  expect(writes).toEqual([]);
}

const faults = [
  ...[...keyFaults, ...workspaceFaults, ...integrationFaults],
  ...[...networkFaults, ...installationFaults],
];
const faultsOverTls = tlsFaults(() => ({ trusted, foreign }));

describe('doctor finds', { timeout: 60_000 }, () => {
  it.each(faults)('$fault', expectFault);

  it.skipIf(!hasOpenssl).each(faultsOverTls)('$fault', expectFault);
});

/** What no credential and no call can show: the cockpit does, before there is a key. */
const onlyExplained: readonly ErrorCode[] = ['CALM_SERVICE_NOT_LISTED', 'CALM_ROLE_MISSING'];

/** The troubles that the makers and users of such integrations write of. */
const known: readonly ErrorCode[] = [
  ...(['LX_HOST_FORMAT', 'LX_TOKEN_EXPIRED', 'LX_TOKEN_PERMISSION', 'LX_CATEGORY_EMPTY'] as const),
  ...(['LX_FIELDS_BLANK', 'LX_TAG_UNKNOWN', 'LX_LINKED_INVISIBLE', 'LX_GRAPHQL_200_ERRORS'] as const),
  ...(['CFG_EPHEMERAL', 'CFG_ENV_TOO_BIG', 'CALM_URL_API_SUFFIX', 'CALM_TOKEN_URL_SUFFIX'] as const),
  ...(['CALM_SCOPE_MISSING', 'CALM_PRIVATE_PROJECTS', 'CALM_INSTANCE_NAME', 'CALM_BINDING_NAME'] as const),
  ...(['CALM_EXISTING_INSTANCE', 'CALM_REGION_MISMATCH', 'CALM_IDENTITYZONE'] as const),
  ...(['CALM_LANDSCAPE_DELAY', 'CPI_ROLE_MISSING', 'CPI_ACCESS_POLICY', 'CPI_STATUS_VOCAB'] as const),
];

it('all that is known to go wrong with a set-up has a row, or is explained where nothing shows it', () => {
  const found = new Set([...faults, ...faultsOverTls].map(({ code }) => code));
  expect(known.filter((code) => !found.has(code))).toEqual([]);
  expect(onlyExplained.filter((code) => found.has(code))).toEqual([]);
  for (const code of onlyExplained) {
    const { cure, steps }: ErrorEntry = errorCodes[code];
    expect(cure).not.toBe('');
    expect(steps?.length).toBeGreaterThan(0);
  }
});

it('nothing where nothing is wrong, and says so on one screen', async () => {
  const { json, simulator } = await examine({});
  expect(json.findings).toEqual([]);
  expect(json.verdict).toBe('green');
  const lines = doctorText(json, 80).split('\n');
  expect(lines.length).toBeLessThanOrEqual(24);
  const ledger = simulator
    .ledger()
    .map(({ system, method, path, operation }) =>
      [system, method, path, operation].filter(Boolean).join(' '),
    );
  expect(ledger).toEqual([
    'cloud-alm POST /uaa/oauth/token',
    'cloud-alm GET /api/calm-landscape/v1/landscapeObjects',
    'leanix POST /services/mtm/v1/oauth2/token',
    'leanix GET /services/pathfinder/v1/models/dataModel',
    'leanix POST /services/pathfinder/v1/graphql allTags',
    'leanix POST /services/pathfinder/v1/graphql allFactSheets',
    'leanix GET /services/mtm/v1/technicalusers/77777777-0000-4000-8000-000000000001',
  ]);
});

it('none of the systems in what Landbridge needs for itself, however that is called', async () => {
  const { json } = await examine({
    spoil: ({ services }) =>
      Object.assign(services, {
        'postgresql-db': [{ name: 'leanix-state', label: 'postgresql-db', credentials: { hostname: 'db' } }],
        jobscheduler: [{ name: 'calm-jobs', label: 'jobscheduler', credentials: { url: 'https://jobs' } }],
        xsuaa: [{ name: 'cpi-callers', label: 'xsuaa', credentials: { clientid: 'sb' } }],
      }),
  });
  expect(json.findings).toEqual([]);
  expect(json.sections.map(({ connection }) => connection)).toEqual([
    'calm-api',
    'leanix',
    'this installation',
  ]);
});

it('everything that is wrong, not the first fault only', async () => {
  const { json, told, secrets } = await examine({
    simulate: { scopes: ['calm-api.tasks.read'], role: 'viewer' },
    config: 'flows:\n  landscape:\n    target: { type: Aplication }\n    tag: Nobody made this\n',
    spoil: ({ calm }) => Object.assign(calm, { name: 'S4H_100_00', instance_name: 'with blank' }),
  });
  expect(json.findings.map(({ code }) => code)).toEqual([
    'CALM_SCOPE_MISSING',
    'LX_TOKEN_PERMISSION',
    'LX_TYPE_MISSING',
    'CALM_INSTANCE_NAME',
    'CALM_BINDING_NAME',
    'LX_TAG_UNKNOWN',
  ]);
  for (const secret of secrets) expect(told).not.toContain(secret);
});
