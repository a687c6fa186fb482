// The verbs for integration flows, as a person runs them.
import { describe, expect, it } from 'vitest';
import { createClient } from '../../contract/simulator/client.ts';
import { withWorld } from '../../support/cli/world.ts';

describe.concurrent('integration flows', { timeout: 120_000 }, () => {
  it('are listed with their match status, written in part and as a whole, and listed again', async () => {
    await withWorld({ size: 1, iflows: 20 }, async (world) => {
      const files = ['--bindings', world.bindings, '--state', world.state];
      const listed = await world.run('iflows', 'list', ...files);
      expect(listed).toMatchObject({ code: 0 });
      expect(listed.stdout).toMatch(/⚠ Not linked .*no fact sheet found: sync makes one/);
      expect(listed.stdout).toMatch(/– Ignored .*NotDeployed.*designed, but not deployed/);
      expect(listed.stdout).toMatch(/\n\d+ not linked, \d+ ignored\n$/);
      expect(world.ledger().filter(({ operation }) => /^(create|update)/.test(operation))).toEqual([]);

      const json = await world.run('iflows', 'list', ...files, '--json');
      const { iflows }: { iflows: { id: string; state: string }[] } = JSON.parse(json.stdout);
      const [one] = iflows.filter(({ state }) => state === 'not linked');
      if (one === undefined) throw new Error('nothing to link');
      const part = await world.run('sync', 'iflows', ...files, '--only', one.id);
      expect(part.stdout).toMatch(/created in LeanIX +1\n/);
      expect(part.stdout).toContain('NOT_CHOSEN');
      const { data } = await createClient(world.simulator).graphql(
        '{ allFactSheets(first: 500) { edges { node { ... on Interface { externalId { externalId } } } } } }',
      );
      expect(JSON.stringify(data)).toContain(`cpi:example-cpi:${one.id}`);

      const rest = await world.run('sync', 'iflows', ...files, '--changes', 'create');
      expect(rest.stdout).toMatch(/found in Cloud Integration +\d+\n/);
      const again = await world.run('iflows', 'list', ...files);
      expect(again.stdout).toMatch(/✓ Linked .*↗ https:\/\/\S+\/SimulatedWorkspace\/factsheet\/Interface\//);
      expect(again.stdout).not.toContain('Not linked');
    });
  });

  it('are shown by the demo', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const { code, stdout } = await world.run('demo', '--flow', 'iflows', '--size', '30');
      expect(code).toBe(0);
      expect(stdout).toContain('A Cloud Integration tenant with 30 integration flows');
      expect(stdout).toMatch(/In Cloud Integration 1 redeployed, 1 renamed/);
      expect(stdout.match(/iflows {2}done/g)).toHaveLength(2);
    });
  });

  it('need a service key of Cloud Integration, and nothing of Cloud ALM', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const files = ['--bindings', world.bindings, '--state', world.state];
      const { code, stderr } = await world.run('sync', 'iflows', ...files);
      expect(code).toBe(2);
      expect(stderr).toContain('CFG_BINDING_MISSING');
      expect(stderr).toContain('SAP Process Integration Runtime (it-rt), plan api');
    });
  });
});
