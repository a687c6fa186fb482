// What wrong and worn out credentials get: a code, what to do about it, and nothing written.
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../simulator/simulator.ts';
import { expectRefusal, rewriteBindings } from '../../support/cli/refusal.ts';
import { countBySystem, isMutation, undisturbed, withWorld } from '../../support/cli/world.ts';

describe.concurrent('credentials', { timeout: 60_000 }, () => {
  it('a wrong client secret', async () => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, ({ SAPCloudALMAPIs: [service] }) =>
        Object.assign(service?.credentials.uaa ?? {}, { clientsecret: 'wrong' }),
      );
      const end = await world.sync();
      await expectRefusal(world, end, { exitCode: 1, code: 'CALM_CREDENTIALS', names: ['calm-api'] });
      expect(end.json.requests).toEqual(countBySystem(world.ledger()));
      expect(world.ledger().every(({ path }) => path.endsWith('/token'))).toBe(true);
    });
  });

  it('a key without the scope: which one, and the JSON to paste', async () => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, ({ SAPCloudALMAPIs: [service] }) => {
        if (service !== undefined) service.credentials.uaa.clientid += '-noscope';
      });
      const end = await world.sync();
      const names = ['calm-api.landscape.read', 'calm-api'];
      await expectRefusal(world, end, { exitCode: 1, code: 'CALM_SCOPE_MISSING', names });
      const pasted = JSON.parse(/\{.*\}/.exec(end.json.error?.message ?? '')?.[0] ?? '');
      expect(pasted['xs-security'].authorities).toContain('$XSMASTERAPPNAME.calm-api.landscape.read');
    });
  });

  it('a key whose scope was granted between two runs is tried with a new token', async () => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, ({ SAPCloudALMAPIs: [service] }) => {
        if (service !== undefined) service.credentials.uaa.clientid += '-noscope';
      });
      await world.sync();
      const asked = world.ledger().length;
      await world.sync();
      const tokenCalls = world
        .ledger()
        .slice(asked)
        .filter(({ path }) => path === '/uaa/oauth/token');
      expect(tokenCalls).toHaveLength(1);
    });
  });

  it('a wrong API token of LeanIX', async () => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, ({ 'user-provided': [service] }) =>
        Object.assign(service?.credentials ?? {}, { apiToken: 'LXT_wrong' }),
      );
      const end = await world.sync();
      await expectRefusal(world, end, { exitCode: 1, code: 'LX_TOKEN_EXPIRED', names: ['leanix'] });
      expect(world.ledger().every(({ path }) => path.endsWith('/token'))).toBe(true);
    });
  });

  it.each<[string, (entry: LedgerEntry) => boolean]>([
    ['the data model', ({ path }) => path.endsWith('/dataModel')],
    ['the fact sheets', ({ operation }) => operation.startsWith('allFactSheets')],
    ['the first mutations', isMutation],
  ])('a LeanIX token that expires before %s is renewed once and the run goes on', async (_, isStruck) => {
    const whole = await undisturbed({});
    await withWorld({}, async (world) => {
      let struck = 0;
      world.intercept(async (entry, carryOut) => {
        if (!isStruck(entry) || struck > 0) return carryOut();
        struck += 1;
        return new Response(null, { status: 401 });
      });
      const end = await world.sync();
      expect(end.code).toBe(0);
      expect(struck).toBe(1);
      expect(end.json.counts).toEqual(whole.json.counts);
      const tokenCalls = world.ledger().filter(({ path }) => path === '/services/mtm/v1/oauth2/token');
      expect(tokenCalls).toHaveLength(2);
      expect(end.json.requests).toEqual(countBySystem(world.ledger()));
      expect(await world.applications()).toEqual(whole.applications);
    });
  });

  it('a LeanIX token that is refused again and again', async () => {
    await withWorld({}, async (world) => {
      world.intercept(async ({ path }, carryOut) =>
        path.endsWith('/graphql') ? new Response(null, { status: 401 }) : carryOut(),
      );
      const end = await world.sync();
      await expectRefusal(world, end, { exitCode: 1, code: 'LX_TOKEN_REJECTED', names: ['leanix'] });
    });
  });
});
