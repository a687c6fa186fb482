// What waits and deciding it, by HTTP: who may look, who may decide, what of them is kept, and that the small run is
// begun through the queue and comes to the same as on the command line.
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../shared/platform/http/route.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { deliver } from '../../support/deliver.ts';
import { openIFlows, providersOf, putFlow } from '../../support/iflows.ts';
import { startSqs } from '../../support/sqs.ts';
import { aSystem, keyOf, openWorld, systems, type World } from '../../support/world.ts';

const ada: Caller = { kind: 'person', id: '8b1f', name: 'ada@example.com' };
const pipeline: Caller = { kind: 'client', id: 'sb-landbridge!t1' };

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a body of any route
  body: any;
}

/** The layer under it is tested with real tokens elsewhere (access.test.ts). */
async function ask(
  path: string,
  { scopes = ['View'], caller = ada, body }: { scopes?: string[]; caller?: Caller; body?: object } = {},
): Promise<Answer> {
  // Each test has a process of its own, as far as modules know.
  const { LandbridgeError } = await import('../../../shared/errors.ts');
  const { createApp } = await import('../../../shared/platform/http/create-app.ts');
  const { inboxRoutes } = await import('../../../shared/platform/http/inbox-routes.ts');
  const app = createApp(inboxRoutes, {
    checkAccess: async (_, scope) => {
      if (!scopes.includes(scope)) throw new LandbridgeError('HOOK_FORBIDDEN', { scope });
      return caller;
    },
    report: () => undefined,
  });
  const answer = await app.request(path, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  return { status: answer.status, body: await answer.json() };
}

const decide = (body: object, caller: Caller = ada) =>
  ask('/decisions', { scopes: ['Review'], caller, body });

async function openInbox(names: boolean) {
  const world = await openWorld({ objects: systems(6) });
  await bind(
    world,
    `flows: {landscape: {policy: {create: inbox}}}\n${names ? 'decisions: {names: true}\n' : ''}`,
  );
  await world.run(await world.open());
  return world;
}

/** What the functions are bound to, and the configuration they find in the store. */
async function bind(world: World, text: string): Promise<void> {
  vi.resetModules();
  // The functions have the clock of the machine.
  world.clock.advance(Date.now() - world.clock.now());
  const { VCAP_SERVICES } = world.bindings.services as { VCAP_SERVICES: unknown };
  vi.stubEnv('VCAP_SERVICES', JSON.stringify(VCAP_SERVICES));
  vi.stubEnv('LANDBRIDGE_STATE', world.state);
  const { importConfig } = await import('../../../shared/platform/config/stored-config.ts');
  const { openStore } = await import('../../../shared/platform/open-store.ts');
  await importConfig({ name: 'landbridge.yaml', text, now: 0 }, () => openStore(world.state));
}

/** Carries out what was begun through the queue. */
async function carryOut(world: World, { client, urlOf }: Awaited<ReturnType<typeof startSqs>>, flow: string) {
  const request = { QueueUrl: urlOf('token'), MaxNumberOfMessages: 10 };
  const { Messages = [] } = await client.send(new ReceiveMessageCommand(request));
  const messages: Message[] = Messages.map(({ Body = '' }) => JSON.parse(Body));
  await deliver(await world.open({ flow }), messages);
  return messages;
}

describe('the inbox by HTTP', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('shows what waits to who may view, page by page, and one object in full', async () => {
    await openInbox(false);
    const all = await ask('/inbox?kind=create&name=my*&limit=2&offset=4&where=role=PROD');
    expect(all.body.flows).toMatchObject([
      {
        flow: 'landscape',
        waiting: 6,
        proposals: [{ item: keyOf('lms-005') }, { item: keyOf('lms-006'), change: { op: 'create' } }],
      },
    ]);
    const one = await ask(`/inbox/${encodeURIComponent(keyOf('lms-002'))}`);
    expect(one.body).toMatchObject({
      name: 'my400002',
      proposal: { kind: 'create' },
      decisions: [],
      explanation: {
        state: 'new',
        rule: { code: 'NOTHING_FREE', text: 'no fact sheet is like it' },
        next: { permission: 'inbox', by: 'policy.create' },
      },
    });
    expect(await ask('/inbox/nobody')).toMatchObject({ status: 404, body: { code: 'INBOX_ITEM_UNKNOWN' } });
    expect(await ask('/inbox?minScore=7')).toMatchObject({ status: 400, body: { code: 'HOOK_BODY' } });
    expect(await ask('/inbox', { scopes: ['Review'] })).toMatchObject({ status: 403 });
    const unasked = await ask('/decisions', { scopes: ['View'], body: { decide: 'accept', all: true } });
    expect(unasked).toMatchObject({ status: 403, body: { code: 'HOOK_FORBIDDEN' } });
  });

  it('decides, begins the small run through the queue, and keeps no name of a person', async () => {
    const world = await openInbox(false);
    const sqs = await startSqs();
    const { status, body } = await decide({ decide: 'accept', items: ['lms-001', 'my400002'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      decided: [{ name: 'my400001' }, { name: 'my400002' }],
      run: expect.any(String),
    });
    const messages = await carryOut(world, sqs, 'landscape');
    expect(messages).toEqual([{ run: body.run, flow: 'landscape', step: 'token' }]);
    expect((await world.applications()).map(({ name }) => name)).toEqual([
      'SAP S/4HANA Cloud (my400001)',
      'SAP S/4HANA Cloud (my400002)',
    ]);
    expect((await ask('/inbox')).body.flows[0].waiting).toBe(4);

    await decide({ decide: 'ignore', items: ['lms-003'] }, pipeline);
    const { decisions } = (await ask('/decisions')).body;
    expect(decisions.map(({ verdict, who }: { verdict: string; who?: string }) => [verdict, who])).toEqual([
      ['create', undefined],
      ['create', undefined],
      ['ignore', 'sb-landbridge!t1'],
    ]);
  });

  it('relates a sender that is accepted, or chosen among several, at once', async () => {
    const world = await openIFlows([]);
    for (const [id, Sender] of Object.entries({ A: 'Warehouse Planner', B: 'Payroll of the group' })) {
      putFlow(world.tenant, id, { design: { Sender } });
    }
    for (const name of ['Warehouse Planner EMEA', 'Warehouse Planner APAC', 'Payroll of the groups']) {
      await world.person.create('Application', name);
    }
    await bind(world, 'flows: {iflows: {}}\n');
    await world.sync();
    const sqs = await startSqs();
    const [flows] = (await ask('/inbox?where=kind=SYSTEM')).body.flows;
    expect(flows).toMatchObject({ waiting: 2, proposals: [{ kind: 'review' }, { kind: 'link' }] });
    const accepted = await decide({ decide: 'accept', items: ['Payroll of the group'] });
    expect(accepted.body).toMatchObject({ run: expect.any(String) });
    await carryOut(world, sqs, 'iflows');
    expect(await decide({ decide: 'accept', items: ['Warehouse Planner'] })).toMatchObject({
      body: { code: 'INBOX_NEEDS_CHOICE' },
    });
    await decide({ decide: 'link', items: ['Warehouse Planner'], factSheet: 'Warehouse Planner APAC' });
    await carryOut(world, sqs, 'iflows');
    expect(await providersOf(world)).toEqual({
      'Flow A': ['Warehouse Planner APAC'],
      'Flow B': ['Payroll of the groups'],
    });
    expect((await ask('/inbox')).body.flows[0].waiting).toBe(0);
  });

  it('shows both values of a field that both sides changed, and takes the one that is chosen', async () => {
    const world = await openWorld({ objects: systems(2) });
    await bind(world, 'flows: {landscape: {}}\n');
    await world.run(await world.open());
    const { id } = await world.applicationOf('lms-001');
    await world.person.update(id, [{ op: 'replace', path: '/alias', value: 'ledger' }]);
    world.landscape.set('lms-001', aSystem(1, { name: 'my490001' }));
    await world.night();
    const sqs = await startSqs();
    const [flow] = (await ask('/inbox?reason=CONFLICT')).body.flows;
    expect(flow).toMatchObject({
      waiting: 1,
      proposals: [
        {
          kind: 'review',
          conflicts: [{ key: 'alias', before: 'my400001', ours: 'my490001', theirs: 'ledger' }],
        },
      ],
    });
    const { body } = await decide({ decide: 'accept', filter: { reason: 'CONFLICT' } }, pipeline);
    expect(body).toMatchObject({ decided: [{ decisions: [{ verdict: 'take', key: 'alias' }] }] });
    await carryOut(world, sqs, 'landscape');
    expect(await world.applicationOf('lms-001')).toMatchObject({ alias: 'my490001' });
    expect((await ask('/inbox')).body.flows[0].waiting).toBe(0);
  });

  it('names a person where the configuration wants it', async () => {
    await openInbox(true);
    const { body } = await decide({ decide: 'reject', filter: { kind: 'create', where: { name: '*4' } } });
    expect(body).toMatchObject({ decided: [{ name: 'my400004' }], run: null });
    expect((await ask('/decisions')).body.decisions).toMatchObject([
      { verdict: 'decline', change: 'create', who: 'ada@example.com' },
    ]);
    expect(await decide({ decide: 'reopen', items: ['my400004'] })).toMatchObject({ status: 200 });
    expect((await ask('/decisions')).body.decisions).toEqual([]);
  });

  it('keeps what was decided though the small run cannot begin, and says why', async () => {
    await openInbox(false);
    const { status, body } = await decide({
      decide: 'accept',
      filter: { kind: 'create' },
      always: true,
      all: true,
    });
    expect([status, body.code]).toEqual([400, 'INBOX_NO_SELECTION']);
    const kept = await decide({ decide: 'accept', all: true });
    expect(kept.body).toMatchObject({ run: null, waits: { code: 'QUEUE_MISSING' } });
    expect(kept.body.decided).toHaveLength(6);
    expect((await ask('/inbox')).body.flows[0].waiting).toBe(0);
    for (const [body, code] of [
      [{ decide: 'accept' }, 'INBOX_NOTHING_CHOSEN'],
      [{ decide: 'link', items: ['lms-001'] }, 'INBOX_NOTHING_CHOSEN'],
      [{ decide: 'accept', all: true, flow: 'other' }, 'INBOX_FLOW_UNKNOWN'],
      [{ decide: 'delete', all: true }, 'HOOK_BODY'],
      [{ decide: 'accept', everything: true }, 'HOOK_BODY'],
    ] as const) {
      expect((await decide(body)).body.code, JSON.stringify(body)).toBe(code);
    }
  });
});
