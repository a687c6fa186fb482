// A token that loses its rights in the middle of a run: what was read or written until then is kept, the run says
// whose right is missing, asks no more than it must, and goes on when the right is back.
import { describe, expect, it } from 'vitest';
import type { Answered } from '../../support/relay.ts';
import { isBatch, isLandscape } from '../../support/relay.ts';
import { openWorld, systems, type World, writesOf } from '../../support/world.ts';

const isGraphql = ({ path }: { path: string }) => path.endsWith('/graphql');
const isLeanIxToken = ({ path }: { path: string }) => path.endsWith('/oauth2/token');

async function expectWhole(world: World, count: number): Promise<void> {
  const active = (await world.applications()).filter(({ status }) => status === 'ACTIVE');
  expect(active).toHaveLength(count);
  expect(new Set(active.map(({ externalId }) => externalId)).size).toBe(count);
  const { run, report, ledger } = await world.night();
  expect(run.state).toBe('done');
  expect(report.counts).toMatchObject({ created: 0, updated: 0, linked: 0, conflict: 0, unchanged: count });
  expect(writesOf(ledger)).toEqual([]);
}

describe('Cloud ALM', () => {
  it.each([
    [403, 'CALM_SCOPE_MISSING'],
    [401, 'CALM_TOKEN_REJECTED'],
  ])(
    'that answers %i after some pages leaves a partial pull, which retires nothing',
    async (status, code) => {
      const world = await openWorld({ objects: systems(40) });
      await world.run();
      world.landscape.delete('lms-040');
      world.relay.pageCap = 10;
      let refuses = true;
      let asked = 0;
      world.relay.always(
        (request) => refuses && isLandscape(request) && Number(request.query.get('offset')) >= 20,
        async () => {
          asked += 1;
          return { status, body: '' };
        },
      );
      for (const _night of [1, 2]) {
        const { run, report } = await world.night();
        expect(run.state).toBe('partial');
        expect(run.pulls['example-calm']).toMatchObject({ state: 'partial', count: 20, problem: { code } });
        expect(report).toMatchObject({ missing: 0, retired: 0, counts: { items: 20, failed: 0 } });
      }
      // Once with the token at hand and once with a new one at most.
      expect(asked).toBeLessThanOrEqual(4);
      refuses = false;
      expect((await world.night()).report).toMatchObject({ missing: 1, retired: 0 });
      expect((await world.night()).report).toMatchObject({ missing: 0, retired: 1 });
    },
  );
});

interface Loss {
  name: string;
  answer: Answered;
  code: string;
  /** The token service refuses a new token, too. */
  alsoTokens?: boolean;
}

const losses: Loss[] = [
  { name: '401 for good', answer: { status: 401, body: '' }, code: 'LX_TOKEN_REJECTED' },
  {
    name: '401 and no new token',
    answer: { status: 401, body: '' },
    code: 'LX_TOKEN_EXPIRED',
    alsoTokens: true,
  },
  { name: '403', answer: { status: 403, body: '' }, code: 'LX_TOKEN_PERMISSION' },
  {
    name: 'a permission error for each batch',
    answer: {
      status: 200,
      body: JSON.stringify({
        data: null,
        errors: [{ message: 'SIMULATED: no permission', extensions: { errorType: 'BUSINESS_LOGIC' } }],
      }),
    },
    code: 'LX_BATCH_REFUSED',
  },
];

describe('LeanIX', () => {
  it.each(losses)('that answers $name after some batches: they are kept, the rest follows', async (loss) => {
    const world = await openWorld({ objects: systems(420) });
    let batches = 0;
    let refused = 0;
    let has = true;
    world.relay.always(
      (request) => (isGraphql(request) && (isBatch(request) || !has)) || (isLeanIxToken(request) && !has),
      async (request, forward) => {
        if (isBatch(request)) batches += 1;
        if (batches > 3) has = false;
        if (has || (isLeanIxToken(request) && !loss.alsoTokens)) return forward();
        refused += 1;
        return loss.alsoTokens && isLeanIxToken(request) ? { status: 401, body: '{}' } : loss.answer;
      },
    );
    const { run, report } = await world.run();
    expect(run).toMatchObject({ state: 'failed', problem: { code: loss.code } });
    expect(report.counts).toMatchObject({ created: 150, failed: 0, skipped: 270 });
    expect(report.skipped).toEqual({ NOT_ATTEMPTED: 270 });
    // Four writers, each with at most one renewal or, where nothing is named, one probe.
    expect(refused).toBeLessThanOrEqual(12);
    expect(await world.applications()).toHaveLength(150);

    const whileLost = await world.run();
    expect(whileLost.run).toMatchObject({ id: run.id, state: 'failed' });
    expect(await world.applications()).toHaveLength(150);

    has = true;
    batches = Number.NEGATIVE_INFINITY;
    const end = await world.run();
    expect(end.run).toMatchObject({ id: run.id, state: 'done' });
    expect(end.report.counts).toMatchObject({ created: 420, failed: 0, skipped: 0 });
    await expectWhole(world, 420);
  });

  it('that lets some changes pass and refuses others by name: those are told, and the run ends', async () => {
    const world = await openWorld({ objects: systems(60) });
    let refuses = true;
    world.relay.always(
      (request) => refuses && isBatch(request),
      async ({ body, mutations }, forward) => {
        const { variables } = JSON.parse(body);
        const places = Array.from({ length: mutations }, (_, index) => index);
        const named = places.filter((index) => variables[`n${index}`]?.name.endsWith('7)'));
        if (named.length === 0) return forward();
        const errors = named.map((index) => ({
          message: 'SIMULATED: no permission for this fact sheet',
          path: [`m${index}`],
          extensions: { errorType: 'BUSINESS_LOGIC' },
        }));
        return { status: 200, body: JSON.stringify({ data: null, errors }) };
      },
    );
    const { run, report } = await world.run();
    expect(run.state).toBe('partial');
    expect(report.counts).toMatchObject({ created: 54, failed: 6 });
    refuses = false;
    expect((await world.night()).report.counts).toMatchObject({ created: 6, failed: 0, unchanged: 54 });
    await expectWhole(world, 60);
  });

  it('that takes the right to read away says so before anything is written', async () => {
    const world = await openWorld({ objects: systems(3) });
    world.relay.always(
      (request) => isGraphql(request) && !isBatch(request),
      async () => ({ status: 403, body: '' }),
    );
    const { run, ledger } = await world.run();
    expect(run).toMatchObject({ state: 'failed', problem: { code: 'LX_TOKEN_PERMISSION' } });
    expect(writesOf(ledger)).toEqual([]);
  });
});
