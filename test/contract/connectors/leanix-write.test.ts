import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { type BatchAnswer, connectLeanIx } from '../../../shared/connectors/leanix/connect-leanix.ts';
import type { Mutation } from '../../../shared/core/model.ts';
import tokenAnswer from '../../fixtures/leanix/01-auth-token.json' with { type: 'json' };
import invalidPath from '../../fixtures/leanix/40-error-invalid-path.json' with { type: 'json' };
import revClash from '../../fixtures/leanix/41-error-rev-clash.json' with { type: 'json' };
import tooMany from '../../fixtures/leanix/45-error-too-many-tokens.json' with { type: 'json' };
import batchSuccess from '../../fixtures/leanix/50-batch-success.json' with { type: 'json' };
import rollback from '../../fixtures/leanix/51-batch-rollback.json' with { type: 'json' };
import { playScript, type ScriptedAnswer, type ScriptLine } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const graphql = 'POST /services/pathfinder/v1/graphql';
const tokenIssued: ScriptLine = ['POST /services/mtm/v1/oauth2/token', { json: tokenAnswer.response.body }];
const startedAt = Date.UTC(2026, 0, 15);

const create: Mutation = { ref: 'one', op: 'create', type: 'Application', name: 'One', patches: [] };
const update = (ref: string): Mutation => ({ ref, op: 'update', id: `id-${ref}`, rev: 3, patches: [] });
const three = [create, update('two'), update('three')];

function write(answers: ScriptedAnswer[], mutations: readonly Mutation[] = three): Promise<BatchAnswer> {
  const script: ScriptLine[] = [tokenIssued, ...answers.map((answer): ScriptLine => [graphql, answer])];
  return playScript(mutations.length === 0 ? [] : script, ({ origin }) => {
    const options = { meter: createMeter(), surroundings: stillSurroundings() };
    return connectLeanIx({ name: 'leanix', origin, apiToken: 'LXT_s3cret' }, options).writeBatch(mutations);
  });
}

/** The records count their aliases from m1, Landbridge from m0. */
const fromZero = (record: unknown) =>
  JSON.parse(JSON.stringify(record).replace(/"m(\d)"/g, (_, digit) => `"m${Number(digit) - 1}"`));
const failed = (errors: unknown[], data: unknown = null): ScriptedAnswer => ({ json: { data, errors } });
const rolledBack = { message: 'Error in Request. Transaction is rolled back!', path: [] };

describe('writeBatch', () => {
  it('hands back what was written', async () => {
    expect(await write([{ json: fromZero(batchSuccess.response.body) }])).toEqual({
      state: 'written',
      written: [
        { ref: 'one', id: '22222222-0000-4000-8000-000000000001', rev: 6, updatedAt: '' },
        { ref: 'two', id: '22222222-0000-4000-8000-000000000002', rev: 2, updatedAt: '' },
        { ref: 'three', id: '22222222-0000-4000-8000-000000000003', rev: 0, updatedAt: '' },
      ],
    });
    expect(await write([], [])).toEqual({ state: 'written', written: [] });
  });

  it('names the mutation that rolled the batch back', async () => {
    expect(await write([{ json: fromZero(rollback.response.body) }])).toEqual({
      state: 'refused',
      refused: [
        {
          ref: 'two',
          code: 'LX_REFUSED',
          message: "The path '/descriptio' is invalid in FactSheet schema Interface.",
        },
      ],
    });
  });

  it('tells a clash from a refusal, and names each mutation once', async () => {
    const [clash] = revClash.response.body.errors;
    const answer = failed([
      { ...clash, path: ['m2'] },
      { message: 'The name is taken', path: ['m0', 'factSheet'], extensions: { errorType: 'NEWS' } },
      { message: 'and something else', path: ['m0'] },
      rolledBack,
    ]);
    expect(await write([answer])).toEqual({
      state: 'refused',
      refused: [
        { ref: 'one', code: 'LX_REFUSED', message: 'The name is taken' },
        {
          ref: 'three',
          code: 'LX_REVISION_CLASH',
          message: 'DB revision of Fact Sheet has changed: 6 instead of given 4',
        },
      ],
    });
  });

  it('takes secrets out of a message and cuts it', async () => {
    const message = `no LXT_s3cret, no <header>.<payload>.<signature> ${'x'.repeat(400)}`;
    const answer = await write([failed([{ message, path: ['m0'] }])]);
    expect(answer).toMatchObject({
      state: 'refused',
      refused: [{ message: expect.stringMatching(/^no \*\*\*, no \*\*\* x{200}/) }],
    });
    expect(JSON.stringify(answer).length).toBeLessThan(400);
  });

  it.each([
    {
      what: 'too many characters',
      answer: { json: tooMany.response.body },
      message: expect.stringMatching(/^The request contains too many/),
    },
    { what: 'roll-back only', answer: failed([rolledBack]), message: rolledBack.message },
    {
      what: 'an error without a name, its secrets and people struck out',
      answer: failed([{ message: `LXT_s3cret of jane@mail.example ${'x'.repeat(400)}` }]),
      message: expect.stringMatching(/^\*\*\* of \[address\] x{283}$/),
    },
    { what: 'an alias that was not sent', answer: failed([{ message: 'no', path: ['m7'] }]), message: 'no' },
    { what: 'errors without text', answer: failed([null, 'no']), message: '' },
    { what: 'a body too long for a gateway', answer: { status: 413, text: '<html/>' }, message: 'HTTP 413' },
  ] as { what: string; answer: ScriptedAnswer; message: unknown }[])(
    'asks for halves after $what',
    async ({ answer, message }) => {
      expect(await write([answer])).toEqual({ state: 'too-large', message });
    },
  );

  it.each([
    {
      answer: { json: invalidPath.response.body },
      message: "The path '/descriptio' is invalid in FactSheet schema Application.",
    },
    { answer: failed([rolledBack]), message: 'Error in Request. Transaction is rolled back!' },
    {
      answer: { json: tooMany.response.body },
      message: expect.stringMatching(/^The request contains too many/),
    },
    { answer: { status: 413, text: '<html/>' }, message: 'HTTP 413' },
  ])('refuses the only mutation when none is named: $message', async ({ answer, message }) => {
    expect(await write([answer], [update('only')])).toEqual({
      state: 'refused',
      refused: [{ ref: 'only', code: 'LX_REFUSED', message }],
    });
  });

  it('sees a clash of the only mutation without its alias', async () => {
    const answer = await write([{ json: revClash.response.body }], [update('only')]);
    expect(answer).toMatchObject({ state: 'refused', refused: [{ ref: 'only', code: 'LX_REVISION_CLASH' }] });
  });

  it.each([
    { answer: { status: 504, text: '<html/>' }, code: 'NET_SERVER_ERROR', tooLarge: true },
    { answer: { status: 500, json: {} }, code: 'NET_SERVER_ERROR', tooLarge: false },
    { answer: { fault: 'reset' }, code: 'NET_UNREACHABLE', tooLarge: false },
    { answer: { text: '<html>log in</html>' }, code: 'NET_NOT_JSON', tooLarge: false },
    { answer: { json: { data: {} }, fault: 'torn' }, code: 'NET_NOT_JSON', tooLarge: false },
    {
      answer: { json: { data: { m0: { factSheet: { id: 'a', rev: 0 } } } } },
      code: 'NET_SHAPE',
      tooLarge: false,
    },
    { answer: { json: { data: null } }, code: 'NET_SHAPE', tooLarge: false },
    { answer: { json: [] }, code: 'NET_SHAPE', tooLarge: false },
    {
      answer: failed([{ message: 'no', path: ['m1'] }], { m0: { factSheet: { id: 'a', rev: 0 } } }),
      code: 'NET_SHAPE',
      tooLarge: false,
    },
  ] as { answer: ScriptedAnswer; code: string; tooLarge: boolean }[])(
    'is unclear and not sent again: $code $answer.status $answer.fault',
    async ({ answer, code, tooLarge }) => {
      const result = await write([answer]);
      expect(result).toMatchObject({ state: 'unclear', sentAt: startedAt, error: { code }, tooLarge });
      expect(inspect(result, { depth: 9, showHidden: true })).not.toMatch(/s3cret|<header>|Bearer/);
    },
  );

  it('is sent again after a refused token and after 429', async () => {
    const renewed: ScriptLine = [graphql, { status: 401, json: {} }];
    const throttled: ScriptLine = [graphql, { status: 429, headers: { 'retry-after': '2' }, text: 'LIMIT' }];
    const done: ScriptLine = [graphql, { json: fromZero(batchSuccess.response.body) }];
    const surroundings = stillSurroundings();
    const answer = await playScript([tokenIssued, renewed, tokenIssued, throttled, done], ({ origin }) =>
      connectLeanIx(
        { name: 'leanix', origin, apiToken: 'x' },
        { meter: createMeter(), surroundings },
      ).writeBatch(three),
    );
    expect(answer.state).toBe('written');
    expect(surroundings.waits).toEqual([2000]);
  });

  it.each([
    { status: 403, code: 'LX_TOKEN_PERMISSION' },
    { status: 404, code: 'NET_UNEXPECTED_STATUS' },
  ])('throws what surely kept it from being done: $code', async ({ status, code }) => {
    await expect(write([{ status, json: {} }])).rejects.toMatchObject({ code });
  });

  it('throws when it was throttled to the end', async () => {
    await expect(write(Array(6).fill({ status: 429, text: 'LIMIT' }))).rejects.toMatchObject({
      code: 'NET_THROTTLED',
    });
  });
});
