import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutScopeSuffix } from '../../../simulator/credentials.ts';
import { type Client, readExample, startClient } from './client.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient({ size: 3 });
});
afterAll(() => client.simulator.close());

function tokenCall(init: RequestInit & { query?: string }): Promise<Response> {
  return fetch(`${client.cloudAlm.uaa.url}/oauth/token${init.query ?? ''}`, { method: 'POST', ...init });
}

const basic = (id: string, secret: string): string => `Basic ${btoa(`${id}:${secret}`)}`;
const grant = (): URLSearchParams => new URLSearchParams({ grant_type: 'client_credentials' });

describe('bindings', () => {
  it('have the shape of a default-env.json with a recorded service key', () => {
    const { body } = readExample('cloud-alm/service-key.binding-secret');
    expect(Object.keys(client.cloudAlm).sort()).toEqual(Object.keys(body).sort());
    expect(Object.keys(client.cloudAlm.uaa).sort()).toEqual(Object.keys(body.uaa).sort());
    expect(client.cloudAlm.uaa.clientid).toMatch(/!.*\|/);
    expect(client.cloudAlm.uaa.clientsecret).toContain('+');
    expect(client.leanix.host).toBe(client.simulator.origin);
    expect(client.leanix.apiToken).toMatch(/^LXT_/);
  });

  it('hold the secrets that no output may show', async () => {
    const token = await client.leanixToken();
    expect(client.simulator.secrets).toEqual(
      expect.arrayContaining([client.cloudAlm.uaa.clientsecret, client.leanix.apiToken, token]),
    );
  });
});

describe('XSUAA', () => {
  it('answers a form body as recorded', async () => {
    const body = grant();
    body.set('client_id', client.cloudAlm.uaa.clientid ?? '');
    body.set('client_secret', client.cloudAlm.uaa.clientsecret ?? '');
    const response = await tokenCall({ body });
    const recorded = readExample('cloud-alm/token-response').body;
    const answered = (await response.json()) as typeof recorded;
    expect(response.status).toBe(200);
    expect(Object.keys(answered).sort()).toEqual(Object.keys(recorded).sort());
    expect(answered).toMatchObject({ token_type: 'bearer', expires_in: 43199, scope: recorded.scope });
  });

  it('takes a Basic header with a plus only when it says that it is encoded', async () => {
    const { clientid = '', clientsecret = '' } = client.cloudAlm.uaa;
    const plain = await tokenCall({
      headers: { Authorization: basic(clientid, clientsecret) },
      body: grant(),
    });
    expect(plain.status).toBe(401);
    const encoded = await tokenCall({
      headers: {
        Authorization: basic(encodeURIComponent(clientid), encodeURIComponent(clientsecret)),
        'X-CF-ENCODED-CREDENTIALS': 'true',
      },
      query: '?grant_type=client_credentials',
    });
    expect(encoded.status).toBe(200);
  });

  it('refuses a wrong secret as recorded', async () => {
    const body = grant();
    body.set('client_id', client.cloudAlm.uaa.clientid ?? '');
    body.set('client_secret', 'wrong');
    const response = await tokenCall({ body });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(readExample('cloud-alm/token-error.401').body);
  });

  it('gives a client without the scope a token that the landscape answers with 403', async () => {
    const token = await client.landscapeToken(`${client.cloudAlm.uaa.clientid}${withoutScopeSuffix}`);
    const response = await client.landscape('', token);
    expect(response.status).toBe(403);
    expect(Object.keys((await response.json()) as object)).toEqual(['message']);
  });

  it('refuses a foreign and a changed bearer with 401 and an empty body; a good one survives a night', async () => {
    const token = await client.landscapeToken();
    expect((await client.landscape('', token)).status).toBe(200);
    for (const bad of ['nonsense', `${token}x`, await client.leanixToken()]) {
      const response = await client.landscape('', bad);
      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toContain('Bearer');
      expect(await response.text()).toBe('');
    }
    client.simulator.advance({ change: 0 });
    expect((await client.landscape('', token)).status).toBe(200);
  });
});

describe('LeanIX token', () => {
  const call = (authorization: string): Promise<Response> =>
    fetch(`${client.leanix.host}/services/mtm/v1/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: authorization },
      body: grant(),
    });

  it('is answered as recorded, with the recorded claims inside', async () => {
    const response = await call(basic('apitoken', client.leanix.apiToken));
    const recorded = readExample('leanix/01-auth-token').response.body;
    const answered = (await response.json()) as Record<string, string>;
    expect({ ...answered, access_token: recorded.access_token }).toEqual(recorded);
    const claims = JSON.parse(
      Buffer.from(answered.access_token?.split('.')[1] ?? '', 'base64url').toString(),
    );
    const { payload } = readExample('leanix/02-auth-jwt-claims');
    expect(Object.keys(claims).sort()).toEqual(Object.keys(payload).sort());
    expect(Object.keys(claims.principal)).toEqual(Object.keys(payload.principal));
    expect(Object.keys(claims.principal.permission)).toEqual(Object.keys(payload.principal.permission));
    expect(claims.instanceUrl).toBe(client.simulator.origin);
  });

  it('is refused for a wrong API token as recorded', async () => {
    const response = await call(basic('apitoken', 'LXT_wrong'));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(readExample('leanix/03-auth-401').response.body);
  });

  it('is needed: without a valid one 401', async () => {
    const url = `${client.leanix.host}/services/pathfinder/v1/models/dataModel`;
    const token = await client.leanixToken();
    const ask = (bearer: string): Promise<Response> =>
      fetch(url, { headers: { Authorization: `Bearer ${bearer}` } });
    expect((await fetch(url)).status).toBe(401);
    expect((await ask(await client.landscapeToken())).status).toBe(401);
    expect((await ask(token)).status).toBe(200);
    client.simulator.advance({ change: 0 });
    expect((await ask(token)).status).toBe(200);
  });
});
