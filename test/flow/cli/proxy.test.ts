// The command in a company's network: both systems behind TLS of an authority of the company, both to be reached
// through its proxy only.
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { hasOpenssl, makeAuthority } from '../../support/certificates.ts';
import { type End, launcher, startCommand } from '../../support/cli/landbridge.ts';
import { readStoreTexts } from '../../support/cli/store-texts.ts';
import { readJson, undisturbed, type World, withWorld } from '../../support/cli/world.ts';
import { type ConnectProxy, startConnectProxy, startTlsFront } from '../../support/connect-proxy.ts';
import { findOldNode } from '../../support/old-node.ts';

if (!hasOpenssl) console.warn('SKIPPED: no openssl on the PATH, so nothing is run over TLS');
const oldNode = findOldNode();
if (oldNode === undefined) console.warn('SKIPPED: no Node older than 24 on the PATH for the launcher');

const cloudAlm = 'calm.example';
const leanIx = 'acme.leanix.example';
const password = 'proxy-password';

interface Company {
  world: World;
  proxy: ConnectProxy;
  authority: string;
  sync(env?: Readonly<Record<string, string>>, node?: string): Promise<End>;
}

async function inCompany(test: (company: Company) => Promise<void>): Promise<void> {
  await withWorld({}, async (world) => {
    const { origin, port, bindings } = world.simulator;
    const authority = makeAuthority();
    const fronts = await Promise.all(
      [cloudAlm, leanIx].map((host) => startTlsFront(authority.issue(host), port)),
    );
    const [first, second] = fronts;
    const names = { [`${cloudAlm}:443`]: first?.port ?? 0, [`${leanIx}:443`]: second?.port ?? 0 };
    const proxy = await startConnectProxy(names, `someone:${password}`);
    const services = structuredClone(bindings.VCAP_SERVICES) as Record<string, unknown>;
    const at = (service: string, host: string) =>
      JSON.parse(JSON.stringify(services[service]).replaceAll(origin, `https://${host}`));
    await writeFile(
      world.bindings,
      JSON.stringify({
        VCAP_SERVICES: {
          SAPCloudALMAPIs: at('SAPCloudALMAPIs', cloudAlm),
          'user-provided': at('user-provided', leanIx),
        },
      }),
    );
    const args = ['sync', 'landscape', '--bindings', world.bindings, '--state', world.state, '--json'];
    const bare = {
      NODE_EXTRA_CA_CERTS: '',
      NODE_USE_SYSTEM_CA: '',
      https_proxy: '',
      NO_PROXY: '',
      no_proxy: '',
    };
    const HTTPS_PROXY = `http://someone:${password}@127.0.0.1:${proxy.port}`;
    try {
      await test({
        world,
        proxy,
        authority: authority.file,
        sync: (env = {}, node = process.execPath) =>
          startCommand(node, [launcher, ...args], {
            cwd: world.folder,
            env: { ...bare, HTTPS_PROXY, ...env },
          }).ended,
      });
    } finally {
      await Promise.all([proxy, ...fronts].map((server) => server.close()));
      authority.remove();
    }
  });
}

const ways: [string, (authority: string) => Record<string, string>, string | undefined][] = [
  ['NODE_EXTRA_CA_CERTS', (file) => ({ NODE_EXTRA_CA_CERTS: file }), process.execPath],
  [
    'the authorities of the machine',
    (file) => ({ NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: file }),
    process.execPath,
  ],
  ...(oldNode === undefined
    ? []
    : [
        [
          'NODE_EXTRA_CA_CERTS, from an older Node',
          (file: string) => ({ NODE_EXTRA_CA_CERTS: file }),
          oldNode,
        ] as const,
        [
          'the authorities of the machine, from an older Node',
          (file: string) => ({ NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: file }),
          oldNode,
        ] as const,
      ].map(([name, env, node]): (typeof ways)[number] => [name, env, node])),
];

describe.skipIf(!hasOpenssl)('behind a proxy', { concurrent: true, timeout: 60_000 }, () => {
  it.each(ways)('a run ends like any other with %s', async (_, env, node) => {
    const whole = await undisturbed({});
    await inCompany(async ({ world, proxy, authority, sync }) => {
      const end = await sync(env(authority), node);
      expect(end.stderr).not.toContain('NET_');
      expect(end.code).toBe(0);
      expect(readJson(end).counts).toEqual(whole.json.counts);
      expect(await world.applications()).toEqual(whole.applications);
      expect(new Set(proxy.tunnels)).toEqual(new Set([`${cloudAlm}:443`, `${leanIx}:443`]));
      expect(proxy.forwarded).toEqual([]);
      const secrets = world.simulator.secrets.filter((secret) => proxy.seen().includes(secret));
      expect(secrets).toEqual([]);
    });
  });

  it('a certificate that is not trusted ends the run at the first request to each system, with the cure', async () => {
    await inCompany(async ({ world, proxy, sync }) => {
      const end = await sync();
      expect(end.code).toBe(1);
      const { error, requests } = readJson(end);
      expect(error?.code).toBe('NET_CERTIFICATE');
      for (const text of [cloudAlm, 'NODE_EXTRA_CA_CERTS', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']) {
        expect(end.stderr).toContain(text);
      }
      expect(requests).toEqual({ 'cloud-alm': 1, leanix: 1 });
      expect(proxy.tunnels).toHaveLength(2);
      expect(world.ledger()).toEqual([]);
    });
  });

  it('a proxy that wants another password ends the run at once, and nobody is told the one it got', async () => {
    await inCompany(async ({ world, proxy, authority, sync }) => {
      const wrong = 'a-wrong-password';
      const HTTPS_PROXY = `http://someone:${wrong}@127.0.0.1:${proxy.port}`;
      const end = await sync({ NODE_EXTRA_CA_CERTS: authority, HTTPS_PROXY });
      expect(end.code).toBe(1);
      expect(readJson(end).error?.code).toBe('NET_PROXY');
      expect(end.stderr).toContain(`127.0.0.1:${proxy.port}`);
      expect(end.stderr).toContain('407');
      expect(proxy.tunnels).toHaveLength(2);
      const { raw, values } = readStoreTexts(world.state);
      for (const text of [end.stdout, end.stderr, ...Object.values(raw), ...values]) {
        expect(text).not.toContain(wrong);
      }
      const again = await sync({ NODE_EXTRA_CA_CERTS: authority });
      expect(again.code).toBe(0);
    });
  });
});
