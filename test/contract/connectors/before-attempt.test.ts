import { describe, expect, it } from 'vitest';
import { UnclearAnswer } from '../../../shared/connectors/http/failure.ts';
import type { HttpRequest } from '../../../shared/connectors/http/http.ts';
import { createHttpClient } from '../../../shared/connectors/http/http-client.ts';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { createTokenSource } from '../../../shared/connectors/http/token.ts';
import { connectLeanIx } from '../../../shared/connectors/leanix/connect-leanix.ts';
import { LandbridgeError } from '../../../shared/errors.ts';
import tokenAnswer from '../../fixtures/leanix/01-auth-token.json' with { type: 'json' };
import { playScript, type ScriptedAnswer, type ScriptLine } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const asked = (answer: ScriptedAnswer): ScriptLine => ['POST /change', answer];
const done: ScriptedAnswer = { json: {} };
const throttled: ScriptedAnswer = { status: 429, headers: { 'retry-after': '3' }, json: {} };

/** Keeps in `events` what happened in which order; `stopAt`: the call that throws, from 1. */
function setUp(origin: string, stopAt = 0, signal?: AbortSignal) {
  const surroundings = stillSurroundings();
  const events: string[] = [];
  const lost = new LandbridgeError('STORE_LEASE_LOST');
  const tokens = createTokenSource({
    now: surroundings.now,
    async request() {
      events.push('token');
      return { accessToken: `token-${events.length}`, expiresAt: surroundings.now() + 3_600_000 };
    },
  });
  const sleep = async (ms: number) => {
    events.push(`wait ${ms}`);
    await surroundings.sleep(ms);
  };
  let calls = 0;
  const request: HttpRequest = {
    method: 'POST',
    path: '/change',
    body: {},
    repeat: 'only-if-not-done',
    async beforeAttempt() {
      calls += 1;
      events.push('before');
      surroundings.advance(100);
      if (calls === stopAt) throw lost;
    },
  };
  const client = createHttpClient({
    system: 'there',
    baseUrl: origin,
    surroundings: { ...surroundings, sleep },
    meter: createMeter(),
    tokens,
    signal,
  });
  return { send: (more: Partial<HttpRequest> = {}) => client.send({ ...request, ...more }), events, lost };
}

const begunAt = stillSurroundings().now();

describe('what is called before an attempt', () => {
  it('comes after the token and every wait, before every attempt', () =>
    playScript(
      [asked(throttled), asked({ status: 401, json: {} }), asked(done)],
      async ({ origin, requests }) => {
        const { send, events } = setUp(origin);
        const answer = await send({
          async beforeAttempt() {
            events.push(`before, ${requests.length} sent`);
          },
        });
        expect(events).toEqual([
          'token',
          'before, 0 sent',
          'wait 3000',
          'before, 1 sent',
          'token',
          'before, 2 sent',
        ]);
        expect(answer.sentAt).toBe(begunAt + 3000);
      },
    ));

  it('is before the time of sending', () =>
    playScript([asked(throttled), asked({ fault: 'reset' })], async ({ origin }) => {
      const thrown = await setUp(origin)
        .send()
        .catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(UnclearAnswer);
      expect(thrown).toMatchObject({ sentAt: begunAt + 3000 + 200 });
    }));

  it.each([
    { stopAt: 1, script: [] },
    { stopAt: 2, script: [throttled] },
    { stopAt: 3, script: [throttled, throttled] },
  ])('ends the request with exactly what it throws: call $stopAt', ({ stopAt, script }) =>
    playScript(script.map(asked), async ({ origin }) => {
      const { send, events, lost } = setUp(origin, stopAt);
      const thrown = await send().catch((error: unknown) => error);
      expect(thrown).toBe(lost);
      expect(thrown).not.toBeInstanceOf(UnclearAnswer);
      expect(events.filter((event) => event === 'before')).toHaveLength(stopAt);
    }),
  );

  it('is not covered up by the failure before it when it is a fault of ours', () =>
    playScript([asked(throttled)], async ({ origin }) => {
      const cause = new Error('broken');
      let calls = 0;
      const sent = setUp(origin).send({
        async beforeAttempt() {
          calls += 1;
          if (calls === 2) throw cause;
        },
      });
      await expect(sent).rejects.toMatchObject({ code: 'BUG_UNEXPECTED', cause });
    }));

  it('lets nothing out when the request is aborted meanwhile, and that is not unclear', () =>
    playScript([], async ({ origin }) => {
      const controller = new AbortController();
      const { send } = setUp(origin, 0, controller.signal);
      const thrown = await send({ beforeAttempt: async () => controller.abort() }).catch(
        (error: unknown) => error,
      );
      expect(thrown).toMatchObject({ code: 'NET_TIMEOUT', facts: { reason: 'aborted' } });
      expect(thrown).not.toBeInstanceOf(UnclearAnswer);
    }));

  it('is passed on by writeBatch, to the batch alone', () => {
    const graphql = 'POST /services/pathfinder/v1/graphql';
    const token: ScriptLine = ['POST /services/mtm/v1/oauth2/token', { json: tokenAnswer.response.body }];
    return playScript([token, [graphql, throttled]], async ({ origin, requests }) => {
      const leanIx = connectLeanIx(
        { name: 'leanix', origin, apiToken: 'x' },
        { meter: createMeter(), surroundings: stillSurroundings() },
      );
      const lost = new LandbridgeError('STORE_LEASE_LOST');
      const sentBefore: number[] = [];
      const written = leanIx.writeBatch(
        [{ ref: 'a', op: 'update', id: 'a', rev: 1, patches: [] }],
        async () => {
          sentBefore.push(requests.length);
          if (sentBefore.length === 2) throw lost;
        },
      );
      await expect(written).rejects.toBe(lost);
      expect(sentBefore).toEqual([1, 2]);
    });
  });
});
