// No secret in any output and none in the store, whatever goes wrong: the client secret, the API token and every
// access token that was issued are looked for in all that a run leaves behind.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultNames } from '../../../simulator/simulator.ts';
import { type End, landbridge } from '../../support/cli/landbridge.ts';
import { rewriteBindings } from '../../support/cli/refusal.ts';
import { readStoreTexts } from '../../support/cli/store-texts.ts';
import { isMutation, readJson, type World, withWorld } from '../../support/cli/world.ts';

const wrongSecret = 'a-secret-that-is-wrong+but-secret=';
const wrongToken = 'LXT_aTokenThatIsWrongButSecret';

/** The secrets, and the forms they take on their way: in a form body, in a Basic header, as JSON. */
function formsOf(secret: string): string[] {
  const basic = Buffer.from(`apitoken:${secret}`).toString('base64');
  return [secret, encodeURIComponent(secret), basic, Buffer.from(secret).toString('base64')];
}

function expectNoSecret({ simulator }: World, texts: Readonly<Record<string, string>>): void {
  const secrets = [...simulator.secrets, wrongSecret, wrongToken];
  // A token is as good without its signature's end, so a part of it counts as well.
  const tokenParts = simulator.secrets.slice(2).flatMap((token) => token.split('.').slice(1));
  const needles = [...secrets.flatMap(formsOf), ...tokenParts.filter((part) => part.length > 20)];
  const found = Object.entries(texts).flatMap(([where, text]) =>
    needles.filter((needle) => text.includes(needle)).map((needle) => `${where}: ${needle.slice(0, 12)}…`),
  );
  expect(found).toEqual([]);
}

const outputsOf = (name: string, { stdout, stderr }: End) => ({
  [`${name}, stdout`]: stdout,
  [`${name}, stderr`]: stderr,
});

function storeTexts(state: string): Record<string, string> {
  const { raw, values } = readStoreTexts(state);
  return {
    ...Object.fromEntries(Object.entries(raw).map(([suffix, text]) => [`state.sqlite${suffix}`, text])),
    values: values.join('\n'),
  };
}

describe.concurrent('no secret is found', { timeout: 60_000 }, () => {
  it('with all faults on, in outputs, runs and store', { timeout: 120_000 }, async () => {
    const faults = faultNames.filter((name) => name !== 'empty');
    await withWorld({ size: 150, faults: [...faults, ...faults] }, async (world) => {
      const flags = ['--bindings', world.bindings, '--state', world.state];
      const texts = {
        ...outputsOf('first sync', await world.sync()),
        ...outputsOf('second sync', await world.run('sync', 'landscape', ...flags)),
        ...outputsOf('runs', await world.run('runs', '--state', world.state)),
        ...outputsOf('runs as JSON', await world.run('runs', '--state', world.state, '--json')),
      };
      const store = storeTexts(world.state);
      // Proof that the search looks into packed values: a name that only the inventory holds.
      const [someone] = await world.applications();
      expect(store.values).toContain(someone?.name);
      expect(world.simulator.secrets.length).toBeGreaterThan(3);
      expectNoSecret(world, { ...texts, ...store });
    });
  });

  it('in the files of a process that was killed while it wrote', async () => {
    await withWorld({}, async (world) => {
      const arrived = Promise.withResolvers<void>();
      world.intercept(async (entry, carryOut) => {
        if (isMutation(entry)) arrived.resolve();
        return isMutation(entry) ? undefined : carryOut();
      });
      const command = world.start();
      await arrived.promise;
      command.child.kill('SIGKILL');
      const end = await command.ended;
      const store = storeTexts(world.state);
      expect(store['state.sqlite-wal']).toContain('landscape');
      expectNoSecret(world, { ...outputsOf('killed', end), ...store });
    });
  });

  it('when credentials are wrong and the server repeats them', async () => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, ({ SAPCloudALMAPIs: [service], 'user-provided': [leanIx] }) => {
        Object.assign(service?.credentials.uaa ?? {}, { clientsecret: wrongSecret });
        Object.assign(leanIx?.credentials ?? {}, { apiToken: wrongToken });
      });
      const echo = `${wrongSecret} ${wrongToken} ${formsOf(wrongToken).join(' ')}`;
      world.intercept(async () =>
        Response.json({ error: echo, error_description: echo }, { status: 401, statusText: 'Unauthorized' }),
      );
      const end = await world.sync();
      expect(end.code).toBe(1);
      expectNoSecret(world, { ...outputsOf('sync', end), ...storeTexts(world.state) });
    });
  });

  it.each([
    ['a query', 'allFactSheets'],
    ['a mutation', 'createFactSheet'],
  ])('when LeanIX repeats them in the error of %s', async (_, operation) => {
    await withWorld({}, async (world) => {
      const [, apiToken = ''] = world.simulator.secrets;
      world.intercept(async (entry, carryOut) => {
        if (!entry.operation.startsWith(operation)) return carryOut();
        const accessTokens = world.simulator.secrets.slice(2);
        const message = `Denied: ${apiToken} Bearer ${accessTokens.join(' Bearer ')} (${encodeURIComponent(apiToken)}, Basic ${btoa(`apitoken:${apiToken}`)})`;
        const count = entry.operation.split(',').length;
        const errors = Array.from({ length: count }, (__, index) => ({ message, path: [`m${index}`] }));
        return Response.json({ data: null, errors });
      });
      const end = await world.sync();
      expect([1, 3]).toContain(end.code);
      expect(end.stdout).toContain('Denied: ***');
      expectNoSecret(world, { ...outputsOf('sync', end), ...storeTexts(world.state) });
    });
  });

  it('when the bindings cannot be read', async () => {
    await withWorld({}, async (world) => {
      const text = await readFile(world.bindings, 'utf8');
      const broken = [
        text.slice(0, -3),
        text.replace('"VCAP_SERVICES"', '"VCAP"').replace('[', '{'),
        JSON.stringify([text]),
        `# ${text}`,
      ];
      const texts: Record<string, string> = {};
      for (const [index, content] of broken.entries()) {
        await writeFile(world.bindings, content);
        const end = await world.sync();
        expect(end.code).toBe(2);
        Object.assign(texts, outputsOf(`broken ${index}`, end));
      }
      // These two are read by a library that quotes what it cannot read.
      await writeFile(join(world.folder, 'default-env.json'), text.slice(0, -3));
      const bare = await world.run('sync', 'landscape', '--state', world.state, '--json');
      expect(readJson(bare).error?.code).toBe('CFG_BINDINGS_UNREADABLE');
      expect(bare.code).toBe(2);
      const env = { VCAP_SERVICES: text.slice(0, -3) };
      const bound = await landbridge(['sync', 'landscape', '--json'], { cwd: world.folder, env });
      expect(readJson(bound).error?.code).toBe('CFG_BINDINGS_UNREADABLE');
      expect(bound.code).toBe(2);
      expectNoSecret(world, { ...texts, ...outputsOf('default-env.json', bare), ...outputsOf('env', bound) });
    });
  });

  it('in what simulate says', async () => {
    await withWorld({}, async (world) => {
      const end = await world.run('simulate', '--port', String(world.simulator.port), '--seed', '7');
      expect(end.code).toBe(2);
      expectNoSecret(world, outputsOf('simulate', end));
    });
  });
});
