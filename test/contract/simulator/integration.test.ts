// The simulated Cloud Integration tenant against what is known of the real one (systems-and-peers 5).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';

interface Key {
  oauth: { url: string; tokenurl: string; clientid: string; clientsecret: string };
}

let simulator: Simulator;
let key: Key['oauth'];
beforeAll(async () => {
  simulator = await startSimulator({ size: 10, seed: 1, iflows: 1100, packages: 3 });
  const services = simulator.bindings.VCAP_SERVICES as Record<string, { plan: string; credentials: Key }[]>;
  key = services['it-rt']?.[0]?.credentials.oauth as Key['oauth'];
});
afterAll(() => simulator.close());

async function tokenFor(suffix = ''): Promise<string> {
  const basic = btoa(`${key.clientid}${suffix}:${key.clientsecret}`);
  const answer = await fetch(key.tokenurl, {
    method: 'POST',
    headers: { Authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function get(path: string, { suffix = '', accept = 'application/json' } = {}): Promise<Response> {
  // Not faster than one user may ask.
  const headers = { Authorization: `Bearer ${await tokenFor(suffix)}`, Accept: accept };
  for (;;) {
    const answer = await fetch(`${key.url}/api/v1${path}`, { headers });
    if (answer.status !== 429) return answer;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers have many shapes
async function json(path: string, options = {}): Promise<any> {
  return (await get(path, options)).json();
}

describe('the token service', () => {
  it('takes client and secret from a Basic header or a form, and nothing else', async () => {
    expect(await tokenFor()).toMatch(/^ey/);
    const form = { grant_type: 'client_credentials', client_id: key.clientid };
    const ask = (client_secret: string) =>
      fetch(key.tokenurl, { method: 'POST', body: new URLSearchParams({ ...form, client_secret }) });
    expect((await ask(key.clientsecret)).status).toBe(200);
    expect((await ask('wrong')).status).toBe(401);
    expect((await fetch(key.tokenurl, { method: 'POST' })).status).toBe(400);
  });

  it('gives tokens that only this API takes', async () => {
    const headers = { Authorization: `Bearer ${await tokenFor()}` };
    expect((await fetch(`${key.url}/api/calm-landscape/v1/landscapeObjects`, { headers })).status).toBe(401);
    expect((await fetch(`${key.url}/api/v1/IntegrationPackages`)).status).toBe(401);
  });
});

describe('collections', () => {
  it('have 1,000 entries an answer and a link to the rest', async () => {
    const { d: first } = await json('/IntegrationRuntimeArtifacts');
    expect(first.results).toHaveLength(1000);
    expect(first.__next).toMatch(/\/api\/v1\/IntegrationRuntimeArtifacts\?\$skiptoken=1000$/);
    const { d: rest } = await json(first.__next.slice(`${key.url}/api/v1`.length));
    const count = Number(await (await get('/IntegrationRuntimeArtifacts/$count')).text());
    expect(first.results.length + rest.results.length).toBe(count);
    expect(rest).not.toHaveProperty('__next');
    expect(first.results[0]).toMatchObject({
      __metadata: { type: 'com.sap.hci.api.IntegrationRuntimeArtifact' },
      DeployedOn: expect.stringMatching(/^\/Date\(\d+\)\/$/),
      ErrorInformation: { __deferred: { uri: expect.any(String) } },
    });
  });

  it('are Atom XML unless JSON is asked for', async () => {
    const xml = await get('/IntegrationPackages', { accept: '*/*' });
    expect(xml.headers.get('content-type')).toContain('application/atom+xml');
    expect(await xml.text()).toContain('<d:Id>');
    const { d } = await json('/IntegrationPackages?$format=json', { accept: '*/*' });
    expect(d.results).toHaveLength(3);
  });

  it('hold every status, and can be filtered by it', async () => {
    for (const status of ['STARTED', 'ERROR', 'STARTING', 'STOPPING']) {
      const { d } = await json(
        `/IntegrationRuntimeArtifacts?$filter=Status eq '${status}'&$select=Id,Status&$top=3`,
      );
      expect(d.results).toHaveLength(3);
      expect(d.results[0]).toMatchObject({ Status: status });
      expect(d.results[0]).not.toHaveProperty('Name');
    }
    expect((await get('/IntegrationRuntimeArtifacts?$filter=length(Id) gt 3')).status).toBe(400);
  });

  it('of design time are read package by package', async () => {
    expect((await get('/IntegrationDesigntimeArtifacts')).status).toBe(501);
    const [owner] = simulator.integration?.packages.keys() ?? [];
    const { d } = await json(`/IntegrationPackages('${owner}')/IntegrationDesigntimeArtifacts`);
    expect(d.results[0]).toMatchObject({ PackageId: owner, Sender: expect.any(String) });
    const values = await json(`/IntegrationPackages('${owner}')/ValueMappingDesigntimeArtifacts`);
    expect(values.d.results[0]).not.toHaveProperty('Sender');
  });

  it('hold types besides integration flows, orphans and flows that were never deployed', () => {
    const { deployed, designed } = simulator.integration ?? { deployed: new Map(), designed: new Map() };
    const types = new Set([...deployed.values()].map(({ Type }) => Type));
    expect(types).toEqual(new Set(['INTEGRATION_FLOW', 'VALUE_MAPPING', 'SCRIPT_COLLECTION']));
    expect([...deployed.keys()].some((id) => !designed.has(id))).toBe(true);
    expect([...designed.values()].some(({ Id, Version }) => !deployed.has(Id) && Version === 'Active')).toBe(
      true,
    );
  });
});

describe('error information', () => {
  it('comes after a phase of 204, and not for what has not failed', async () => {
    const all = [...(simulator.integration?.deployed.values() ?? [])];
    const failed = all.find(({ Status }) => Status === 'ERROR');
    const started = all.find(({ Status }) => Status === 'STARTED');
    if (failed === undefined || started === undefined) throw new Error('nothing failed');
    failed.isErrorFresh = true;
    const path = `/IntegrationRuntimeArtifacts('${failed.Id}')/ErrorInformation/$value`;
    expect((await get(path)).status).toBe(204);
    expect(await json(path)).toMatchObject({
      message: { messageId: 'BUNDLE_INSTALL_FAILED' },
      parameter: [failed.error],
    });
    expect((await get(path.replace(failed.Id, started.Id))).status).toBe(204);
    expect((await get(path.replace(failed.Id, 'Nobody'))).status).toBe(404);
  });
});

describe('roles and policies', () => {
  it('403 names no role, and each kind of call has its own', async () => {
    expect((await get('/IntegrationPackages', { suffix: '-nodesign' })).status).toBe(403);
    expect((await get('/IntegrationRuntimeArtifacts', { suffix: '-nodesign' })).status).toBe(200);
    expect((await get('/IntegrationRuntimeArtifacts', { suffix: '-noruntime' })).status).toBe(403);
  });

  it('hide protected artifacts from a key without the role for all policies', async () => {
    const [id = ''] = simulator.integration?.protectedIds ?? [];
    const owner = simulator.integration?.designed.get(id)?.PackageId;
    const path = `/IntegrationPackages('${owner}')/IntegrationDesigntimeArtifacts`;
    const ids = async (options: object) =>
      (await json(path, options)).d.results.map((artifact: { Id: string }) => artifact.Id);
    expect(await ids({})).not.toContain(id);
    expect(await ids({ suffix: '-allpolicies' })).toContain(id);
  });
});

it('lets a user ask 10 times a second at design time, and says when to come back', async () => {
  const headers = { Authorization: `Bearer ${await tokenFor()}`, Accept: 'application/json' };
  const ask = () => fetch(`${key.url}/api/v1/IntegrationPackages`, { headers });
  const answers = await Promise.all(Array.from({ length: 30 }, ask));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(10);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
});

it('lets nights pass: deployed anew, renamed, moved, failed, undeployed and new', () => {
  const { integration } = simulator.advance();
  expect(Object.values(integration ?? {}).every((count) => count > 0)).toBe(true);
  expect(Object.keys(integration ?? {}).sort()).toEqual(
    ['added', 'failed', 'moved', 'redeployed', 'renamed', 'undeployed'].sort(),
  );
});
