// Bindings out of a secret of AWS: in memory, asked for once, and asked for again when a rotation may have come.
import { beforeEach, expect, it, vi } from 'vitest';
import { startSecretsManager } from '../../support/secrets-manager.ts';

const leanIx = (apiToken: string) => ({
  name: 'leanix',
  label: 'user-provided',
  credentials: { host: 'leanix.example', apiToken },
});
const textOf = (apiToken: string) =>
  JSON.stringify({ VCAP_SERVICES: { 'user-provided': [leanIx(apiToken)] } });

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('VCAP_SERVICES', undefined);
  vi.stubEnv('LANDBRIDGE_SECRET', 'landbridge/test');
});

async function load() {
  const { loadBoundServices } = await import('../../../shared/platform/bound-services.ts');
  const find = await loadBoundServices();
  return find(() => true).map(({ credentials }) => credentials?.apiToken);
}

it('is read once, kept in memory, and read again after ten minutes', async () => {
  const manager = await startSecretsManager();
  const { systemClock } = await import('../../../shared/platform/clock.ts');
  let now = Date.now();
  vi.spyOn(systemClock, 'now').mockImplementation(() => now);
  manager.secrets.set('landbridge/test', textOf('LXT_first'));
  expect([await load(), await load()]).toEqual([['LXT_first'], ['LXT_first']]);
  manager.secrets.set('landbridge/test', textOf('LXT_second'));
  now += 11 * 60_000;
  expect(await load()).toEqual(['LXT_second']);
  expect(manager.asked).toHaveLength(2);
});

it('says which secret is missing, or is no binding, and quotes nothing of it', async () => {
  const manager = await startSecretsManager();
  await expect(load()).rejects.toMatchObject({
    code: 'CFG_SECRET_REFUSED',
    facts: { secret: 'landbridge/test', reason: 'ResourceNotFoundException' },
  });
  manager.secrets.set('landbridge/test', '{"apiToken": LXT_notJson');
  await expect(load()).rejects.toMatchObject({
    code: 'CFG_BINDINGS_UNREADABLE',
    facts: { file: 'landbridge/test' },
  });
});
