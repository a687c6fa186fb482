// The inbox by HTTP with tokens as XSUAA signs them, behind an event of AWS and behind a port as on Cloud Foundry:
// who may look, who may decide, and what becomes of whatever is wrong with a call. Nothing wrong is kept.
import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { httpEvent } from '../../support/lambda-events.ts';
import { openWorld, systems } from '../../support/world.ts';
import { startXsuaa, type Xsuaa } from '../../support/xsuaa.ts';

interface Told {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a body of any route
  body: any;
}

type Ask = (method: string, path: string, token?: string, body?: string, type?: string) => Promise<Told>;

const clouds: [name: string, open: () => Promise<Ask>][] = [
  [
    'an HTTP API of AWS',
    async () => {
      const { handler } = await import('../../../functions/inbox.ts');
      return async (method, path, token, body, type = 'application/json') => {
        const headers = {
          'content-type': type,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        };
        const answer = await handler(
          httpEvent({ method, path, headers, ...(body !== undefined && { body }) }),
        );
        return { status: answer.statusCode, body: JSON.parse(answer.body) };
      };
    },
  ],
  [
    'a port on Cloud Foundry',
    async () => {
      const { inboxRoutes } = await import('../../../shared/platform/http/inbox-routes.ts');
      const { openPort } = await import('../../support/http.ts');
      const origin = await openPort(inboxRoutes);
      return async (method, path, token, body, type = 'application/json') => {
        const headers = {
          'content-type': type,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        };
        const answer = await fetch(origin + path, { method, headers, ...(body !== undefined && { body }) });
        return { status: answer.status, body: await answer.json() };
      };
    },
  ],
];

async function openInbox(): Promise<Xsuaa> {
  // Each test has a process of its own, as far as modules know.
  vi.resetModules();
  const world = await openWorld({ objects: systems(3) });
  world.clock.advance(Date.now() - world.clock.now());
  const xsuaa = await startXsuaa();
  const { VCAP_SERVICES } = world.bindings.services as { VCAP_SERVICES: object };
  const services = { ...VCAP_SERVICES, xsuaa: [xsuaa.service] };
  vi.stubEnv('VCAP_SERVICES', JSON.stringify(services));
  // The night is run by the bindings of this file, and they hold from then on.
  writeFileSync(world.bindings.file, JSON.stringify({ VCAP_SERVICES: services }));
  vi.stubEnv('LANDBRIDGE_STATE', world.state);
  const { importConfig } = await import('../../../shared/platform/config/stored-config.ts');
  const { openStore } = await import('../../../shared/platform/open-store.ts');
  const text = 'flows: {landscape: {policy: {create: inbox}}}\n';
  await importConfig({ name: 'landbridge.yaml', text, now: 0 }, () => openStore(world.state));
  await world.run(await world.open());
  return xsuaa;
}

const later = { decide: 'accept', items: ['lms-001'], later: true };

describe.each(clouds)('the inbox behind %s', (_, open) => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is looked at with View alone, decided on with Review alone, and with no other token', async () => {
    const xsuaa = await openInbox();
    const ask = await open();
    const [view, review, both] = [['View'], ['Review'], ['View', 'Review']].map((scopes) =>
      xsuaa.sign({ scopes }),
    );
    for (const path of ['/inbox', '/inbox/lms-001', '/decisions']) {
      expect((await ask('GET', path, view)).status, path).toBe(200);
      expect((await ask('GET', path, review)).body.code, path).toBe('HOOK_FORBIDDEN');
      expect((await ask('GET', path)).status, path).toBe(401);
    }
    const post = (token?: string) => ask('POST', '/decisions', token, JSON.stringify(later));
    for (const token of [view, xsuaa.sign({ scopes: ['Run', 'JobScheduler', 'Webhook'] })]) {
      expect(await post(token)).toMatchObject({ status: 403, body: { code: 'HOOK_FORBIDDEN' } });
    }
    for (const token of [undefined, xsuaa.sign({ scopes: ['Review'], forged: 'key' })]) {
      expect(await post(token)).toMatchObject({ status: 401, body: { code: 'HOOK_UNAUTHENTICATED' } });
    }
    expect((await ask('GET', '/decisions', view)).body.decisions).toEqual([]);
    expect(await post(both)).toMatchObject({
      status: 200,
      body: { decided: [{ name: 'my400001' }], run: null },
    });
    const { body } = await ask('GET', '/decisions', view);
    // A person, who is not named unless the configuration wants it.
    expect(body.decisions).toEqual([expect.not.objectContaining({ who: expect.anything() })]);
  });

  it('says what is wrong with a call, and keeps nothing of it', async () => {
    const xsuaa = await openInbox();
    const ask = await open();
    const token = xsuaa.sign({ scopes: ['View', 'Review'] });
    const post = (body: object) => ask('POST', '/decisions', token, JSON.stringify(body));
    for (const [body, status, code] of [
      [{ ...later, items: ['nobody'] }, 404, 'INBOX_ITEM_UNKNOWN'],
      [{ ...later, decide: 'delete' }, 400, 'HOOK_BODY'],
      [{ ...later, filter: { score: 1 } }, 400, 'HOOK_BODY'],
      [{ decide: 'accept' }, 400, 'INBOX_NOTHING_CHOSEN'],
      [{ decide: 'link', items: ['lms-001'], factSheet: 'nothing' }, 404, 'INBOX_FACT_SHEET_UNKNOWN'],
      [{ decide: 'accept', always: true, filter: { kind: 'create' } }, 400, 'INBOX_NO_SELECTION'],
      [{ ...later, flow: 'other' }, 404, 'INBOX_FLOW_UNKNOWN'],
      [{ decide: 'reopen', items: ['lms-001'] }, 409, 'INBOX_NOT_DECIDED'],
    ] as const) {
      expect(await post(body), JSON.stringify(body)).toMatchObject({ status, body: { code } });
    }
    const none = await post({ decide: 'accept', filter: { name: 'nothing is called so' }, later: true });
    expect(none).toMatchObject({ status: 200, body: { decided: [], run: null } });
    const raw = (body: string, type?: string) => ask('POST', '/decisions', token, body, type);
    expect(await raw('{"decide": ')).toMatchObject({ status: 400, body: { code: 'HOOK_BODY' } });
    expect(await raw(JSON.stringify(later), 'text/plain')).toMatchObject({
      status: 400,
      body: { code: 'HOOK_BODY' },
    });
    for (const path of ['/inbox?kind=none', '/inbox?minScore=x', '/inbox?flow=other', '/inbox/nobody']) {
      const { status, body } = await ask('GET', path, token);
      expect([400, 404], path).toContain(status);
      expect(body.code, path).toMatch(/^HOOK_BODY$|^INBOX_/);
    }
    expect((await ask('DELETE', '/decisions', token)).status).toBe(404);
    expect((await ask('GET', '/decisions', token)).body.decisions).toEqual([]);
  });

  it('refuses what is too large before it is read', async () => {
    const xsuaa = await openInbox();
    const ask = await open();
    const body = JSON.stringify({ ...later, items: ['x'.repeat(2 ** 20)] });
    const token = xsuaa.sign({ scopes: ['Review'] });
    // A port may be closed while the rest is still sent: then the caller is told less.
    const answer = await ask('POST', '/decisions', token, body).catch((thrown: unknown) => thrown);
    const isTold = { status: 413, body: { code: 'HOOK_BODY_TOO_LARGE' } };
    if (!(answer instanceof Error)) expect(answer).toMatchObject(isTold);
    expect((await ask('GET', '/decisions', xsuaa.sign({ scopes: ['View'] }))).body.decisions).toEqual([]);
  });
});
