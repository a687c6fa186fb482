// What bad answers of both systems get: a code, what to do about it, and nothing written wrongly.
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../../support/cli/refusal.ts';
import { countBySystem, undisturbed, withWorld } from '../../support/cli/world.ts';

describe.concurrent('answers', { timeout: 60_000 }, () => {
  it('GraphQL errors with HTTP 200', async () => {
    await withWorld({}, async (world) => {
      world.intercept(async ({ operation }, carryOut) =>
        operation.startsWith('allFactSheets')
          ? Response.json({ data: null, errors: [{ message: 'Validation error: Unknown field' }] })
          : carryOut(),
      );
      const names = ['Validation error: Unknown field'];
      await expectRefusal(world, await world.sync(), { exitCode: 1, code: 'LX_GRAPHQL_200_ERRORS', names });
    });
  });

  it.each([
    ['Cloud ALM', '/landscapeObjects'],
    ['LeanIX', '/dataModel'],
  ])('an HTML page in place of the JSON of %s', async (_, path) => {
    await withWorld({}, async (world) => {
      world.intercept(async (entry, carryOut) =>
        entry.path.endsWith(path)
          ? new Response('<html><body>Log on</body></html>', { headers: { 'content-type': 'text/html' } })
          : carryOut(),
      );
      const end = await world.sync();
      await expectRefusal(world, end, { exitCode: 1, code: 'NET_NOT_JSON', names: [path, '127.0.0.1'] });
      expect(end.json.error?.message).not.toContain('<');
      expect(end.json.requests).toEqual(countBySystem(world.ledger()));
    });
  });

  it('JSON of another service', async () => {
    await withWorld({}, async (world) => {
      world.intercept(async ({ path }, carryOut) =>
        path.endsWith('/landscapeObjects') ? Response.json({ value: [{ name: 'x' }] }) : carryOut(),
      );
      await expectRefusal(world, await world.sync(), { exitCode: 1, code: 'NET_SHAPE' });
    });
  });

  it('objects without a name and with values nobody knows are skipped with a reason', async () => {
    await withWorld({ oddRecords: true, size: 300 }, async (world) => {
      const { code, json } = await world.sync();
      expect(code).toBe(0);
      expect(json.counts.items).toBe(300);
      expect(json.skipped.NO_NAME).toBeGreaterThan(0);
      expect((json.skipped.KIND_UNKNOWN ?? 0) + (json.skipped.ROLE_UNKNOWN ?? 0)).toBeGreaterThan(1);
      expect(json.failures).toEqual([]);
      const names = (await world.applications()).map(({ name }) => name);
      expect(names.filter((name) => /null|undefined|\(\)|^\s*$/.test(name))).toEqual([]);
    });
  });

  it('a page torn once is read again', async () => {
    const { applications } = await undisturbed({});
    await withWorld({ faults: ['torn-page', 'torn-page', 'torn-page'] }, async (world) => {
      const { code, json } = await world.sync();
      expect(code).toBe(0);
      expect(json.requests).toEqual(countBySystem(world.ledger()));
      expect(await world.applications()).toEqual(applications);
    });
  });

  it('a page torn for good leaves a partial run that retires nothing', async () => {
    await withWorld({ size: 520 }, async (world) => {
      expect((await world.sync()).code).toBe(0);
      world.simulator.advance();
      world.simulator.advance();
      const asked = world.ledger().length;
      let pages = 0;
      world.intercept(async ({ path }, carryOut) => {
        if (!path.endsWith('/landscapeObjects')) return carryOut();
        pages += 1;
        const answer = await carryOut();
        const text = await answer.text();
        return new Response(pages === 1 ? text : text.slice(0, text.length / 2));
      });
      const { code, json, stdout } = await world.sync();
      expect(code).toBe(3);
      expect(stdout).not.toBe('');
      expect(json.run.state).toBe('partial');
      expect(json.counts.items).toBe(500);
      expect(json).toMatchObject({ retired: 0, missing: 0 });
      expect(json.sources).toMatchObject([
        { state: 'partial', items: 500, problem: { code: 'NET_NOT_JSON' } },
      ]);
      expect(json.requests).toEqual(countBySystem(world.ledger().slice(asked)));
    });
  });

  it('an empty landscape is refused by a guard, on the first night and later', async () => {
    await withWorld({}, async (world) => {
      world.simulator.setFaults(['empty']);
      const first = await world.sync();
      await expectRefusal(world, first, { exitCode: 4, code: 'PLAN_SOURCE_EMPTY' });
      expect((await world.sync()).code).toBe(0);
      const before = await world.applications();
      world.simulator.advance({ change: 0 });
      world.simulator.setFaults(['empty']);
      const later = await world.sync();
      expect(later.code).toBe(4);
      expect(later.json).toMatchObject({ run: { state: 'refused' }, retired: 0 });
      expect(later.json.refused?.message).toContain('before: 60');
      expect(await world.applications()).toEqual(before);
    });
  });
});
