import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFaults, faultNames } from '../../../simulator/faults.ts';
import { type Client, startClient } from './client.ts';

const place = { system: 'leanix', path: '/graphql', isTokenCall: false };

function strikes(names: readonly string[], requests: number, request = place): (string | undefined)[] {
  const faults = createFaults(names);
  return Array.from({ length: requests }, () => faults.strike(request));
}

describe('the cadence', () => {
  it('strikes the third eligible request and then every ninth', () => {
    const struck = strikes(['500'], 30).flatMap((fault, index) => (fault === undefined ? [] : [index + 1]));
    expect(struck).toEqual([3, 12, 21, 30]);
  });

  it('begins one later for each fault of the list, never twice in a row', () => {
    expect(strikes(['500', '429'], 13)).toEqual([
      undefined,
      undefined,
      '500',
      undefined,
      '429',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      '500',
      undefined,
    ]);
    expect(strikes(['500', '429'], 14)[13]).toBe('429');
  });

  it('never strikes the same place twice in a row and forgets no fault, whatever the list', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(faultNames.filter((name) => name !== 'empty')), (names) => {
        const struck = strikes(names, 60);
        struck.forEach((fault, index) => {
          if (fault !== undefined) expect(struck[index + 1]).toBeUndefined();
        });
        expect(new Set(struck.filter(Boolean))).toEqual(new Set(names));
      }),
    );
  });

  it('spares token calls from what only concerns pages and bearers', () => {
    const token = { system: 'leanix', path: '/token', isTokenCall: true };
    for (const name of ['expired-token', 'torn-page', 'lost-answer', 'late']) {
      expect(strikes([name], 20, token).filter(Boolean)).toEqual([]);
    }
    for (const name of ['429', '429-bare', '500', '503', 'html', 'reset']) {
      expect(strikes([name], 3, token)).toEqual([undefined, undefined, name]);
    }
  });

  it('knows its names', () => {
    expect(() => createFaults(['earthquake'])).toThrow(RangeError);
  });
});

describe('a fault over HTTP', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient({ size: 12, lateMs: 20 });
    await client.leanixToken();
  });
  afterEach(() => client.simulator.close());

  const query = '{ allFactSheets { totalCount } }';

  /** The third request after the fault was set. */
  async function struck(fault: string, request: () => Promise<Response>): Promise<Response> {
    await request();
    client.simulator.setFaults([fault]);
    await request();
    await request();
    return request();
  }

  const ask = (): Promise<Response> => client.post({ query });

  it.each([
    ['429', 429, '1'],
    ['429-bare', 429, null],
    ['500', 500, null],
    ['503', 503, null],
    ['expired-token', 401, null],
  ])('%s', async (fault, status, retryAfter) => {
    const response = await struck(fault, ask);
    expect(response.status).toBe(status);
    expect(response.headers.get('Retry-After')).toBe(retryAfter);
    expect((await ask()).status).toBe(200);
  });

  it('html: a login page with 200', async () => {
    const response = await struck('html', ask);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toContain('text/html');
    expect(await response.text()).toContain('<html>');
  });

  it('torn-page: half of the JSON, of a list too', async () => {
    const whole = await (await ask()).text();
    const half = await (await struck('torn-page', ask)).text();
    expect(half).toBe(whole.slice(0, Math.floor(whole.length / 2)));
    const token = await client.landscapeToken();
    const list = await struck('torn-page', () => client.landscape('', token));
    expect(list.status).toBe(200);
    await expect(list.json()).rejects.toThrow();
  });

  const create = (name: string): Promise<Response> =>
    client.post({
      query: `mutation { createFactSheet(input: {name: "${name}", type: Application}) { factSheet { id } } }`,
    });

  /** A mutation that the fault strikes, and how many fact sheets there were before. */
  async function createStruck(fault: string): Promise<{ before: number }> {
    await ask();
    client.simulator.setFaults([fault]);
    await ask();
    await ask();
    const before = client.simulator.truth().factSheets.total;
    await expect(create(fault)).rejects.toThrow();
    return { before };
  }

  it('lost-answer: done, but nobody hears of it', async () => {
    const { before } = await createStruck('lost-answer');
    expect(client.simulator.truth().factSheets.total).toBe(before + 1);
    expect(client.simulator.ledger().at(-1)).toMatchObject({
      operation: 'createFactSheet',
      status: 0,
      bytes: 0,
    });
  });

  it('late: done after the client is gone', async () => {
    const { before } = await createStruck('late');
    expect(client.simulator.truth().factSheets.total).toBe(before);
    await vi.waitFor(() => expect(client.simulator.truth().factSheets.total).toBe(before + 1));
  });

  it('reset: not done', async () => {
    const { before } = await createStruck('reset');
    expect(client.simulator.truth().factSheets.total).toBe(before);
    expect((await create('reset')).status).toBe(200);
    expect(client.simulator.truth().factSheets.total).toBe(before + 1);
  });

  it('500 and its kind: not done', async () => {
    await ask();
    client.simulator.setFaults(['500']);
    await ask();
    await ask();
    const before = client.simulator.truth().factSheets.total;
    expect((await create('refused')).status).toBe(500);
    expect(client.simulator.truth().factSheets.total).toBe(before);
  });

  it('is set and stopped by a control call', async () => {
    const set = (faults: unknown): Promise<Response> =>
      fetch(`${client.simulator.origin}/__faults`, { method: 'POST', body: JSON.stringify({ faults }) });
    expect((await set(['503'])).status).toBe(200);
    const token = await client.landscapeToken();
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await client.landscape('', token)).status);
    expect(statuses).toContain(503);
    expect((await set([])).status).toBe(200);
    expect((await set(['earthquake'])).status).toBe(400);
    expect((await set('503')).status).toBe(400);
    for (let at = 0; at < 20; at += 1) expect((await client.landscape('', token)).status).toBe(200);
  });
});

describe('the ledger', () => {
  it('of a small run, in full, without control calls', async () => {
    const client = await startClient({ size: 5 });
    const token = await client.landscapeToken();
    await client.landscape('?limit=2', token);
    await client.landscape('', 'wrong');
    await client.graphql(
      '{ all: allFactSheets { totalCount } ...Tags } fragment Tags on Query { allTags { totalCount } }',
    );
    await client.graphql(
      'mutation { a: upsertTag(name: "A") { id } b: upsertTag(name: "B") { id } c: createTag(name: "C") { id } }',
    );
    await fetch(`${client.simulator.origin}/nowhere`);
    const response = await fetch(`${client.simulator.origin}/__ledger`);
    const ledger = (await response.json()) as { t: number; bytes: number }[];
    expect(ledger).toEqual(client.simulator.ledger());
    const list = '/api/calm-landscape/v1/landscapeObjects';
    const graphql = '/services/pathfinder/v1/graphql';
    const closings = (await (await fetch(`${client.simulator.origin}/__closings`)).json()) as number[];
    expect(closings.map((closedAt, index) => closedAt >= (ledger[index]?.t ?? 0))).toEqual(
      ledger.map(() => true),
    );
    expect(ledger.map(({ t, bytes, ...entry }) => ({ ...entry, hasBytes: bytes > 0 }))).toEqual([
      {
        system: 'cloud-alm',
        method: 'POST',
        path: '/uaa/oauth/token',
        operation: '',
        status: 200,
        hasBytes: true,
      },
      { system: 'cloud-alm', method: 'GET', path: list, operation: '', status: 200, hasBytes: true },
      { system: 'cloud-alm', method: 'GET', path: list, operation: '', status: 401, hasBytes: false },
      {
        system: 'leanix',
        method: 'POST',
        path: '/services/mtm/v1/oauth2/token',
        operation: '',
        status: 200,
        hasBytes: true,
      },
      {
        system: 'leanix',
        method: 'POST',
        path: graphql,
        operation: 'allFactSheets,allTags',
        status: 200,
        hasBytes: true,
      },
      {
        system: 'leanix',
        method: 'POST',
        path: graphql,
        operation: 'upsertTag,upsertTag,createTag',
        status: 200,
        hasBytes: true,
      },
      { system: 'unknown', method: 'GET', path: '/nowhere', operation: '', status: 404, hasBytes: true },
    ]);
    await client.simulator.close();
  });
});

describe('latency', () => {
  it('holds back every answer but those of control calls', async () => {
    const client = await startClient({ latencyMs: 200 });
    const answered: string[] = [];
    const slow = client.leanixToken().then(() => answered.push('token'));
    const quick = fetch(`${client.simulator.origin}/__truth`).then(() => answered.push('control'));
    await Promise.all([slow, quick]);
    expect(answered).toEqual(['control', 'token']);
    await client.simulator.close();
  });
});
