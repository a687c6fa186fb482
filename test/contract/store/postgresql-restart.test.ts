// The PostgreSQL store over TLS, and while its server is stopped and started: against a server of the test's own.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresqlStore } from '../../../shared/store/postgresql.ts';
import { connectPostgresql, type PostgresqlServer } from '../../../shared/store/postgresql-database.ts';
import { type Authority, hasOpenssl, makeAuthority } from '../../support/certificates.ts';
import { connectOnce } from '../../support/postgresql.ts';
import { type Cluster, hasCluster, makeCluster } from '../../support/postgresql-cluster.ts';

const key = (index: number) => ({ collection: 'c', key: String(index).padStart(6, '0') });

describe.skipIf(!hasCluster || !hasOpenssl)('a PostgreSQL server of its own', () => {
  let authority: Authority;
  let cluster: Cluster;

  beforeAll(async () => {
    authority = makeAuthority();
    cluster = await makeCluster(authority.issue('localhost'));
  });
  afterAll(() => {
    cluster.remove();
    authority.remove();
  });

  const overTls = (change: Partial<PostgresqlServer> = {}): PostgresqlServer => ({
    ...cluster.server,
    tls: { ca: authority.cert },
    ...change,
  });

  it('is asked over TLS when its certificate is signed by the authority of the binding', async () => {
    const database = connectOnce(overTls());
    const rows = await database.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    expect(rows).toEqual([{ ssl: true }]);
    await database.close();
  });

  it('is not asked when it cannot prove who it is', async () => {
    const stranger = makeAuthority();
    for (const tls of [{ ca: stranger.cert }, {}]) {
      const database = connectOnce(overTls({ tls }));
      await expect(database.query('SELECT 1')).rejects.toMatchObject({ code: 'STORE_UNTRUSTED' });
      await database.close();
    }
    stranger.remove();
  });

  it('is not asked under another name than its certificate has, unless the binding names an address', async () => {
    cluster.show(authority.issue('database.example'));
    const named = connectOnce(overTls());
    await expect(named.query('SELECT 1')).rejects.toMatchObject({
      code: 'STORE_UNTRUSTED',
      facts: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    await named.close();
    const address = connectOnce(overTls({ host: '127.0.0.1' }));
    expect(await address.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await address.close();
    cluster.show(authority.issue('localhost'));
  });

  it('may be restarted, and even killed, while several writers put: nothing answered is lost', async () => {
    const open = async () =>
      openPostgresqlStore({
        database: connectPostgresql(overTls(), { sleep: (ms) => wait(ms) }),
        now: () => 1_000_000,
        newVersion: randomUUID,
      });
    const stores = [await open(), await open()];
    const versions = new Map<number, string>();
    let next = 0;
    let isOver = false;
    const writers = stores.map(async (store) => {
      while (!isOver) {
        const index = next++;
        const version = await store.put(key(index), Buffer.from('x'), { ifAbsent: true });
        if (version === undefined) throw new Error(`The put ${index} was taken for somebody else's`);
        versions.set(index, version);
      }
    });
    const more = async (count: number) => {
      for (const goal = versions.size + count; versions.size < goal; ) await wait(5);
    };
    for (const how of ['fast', 'immediate'] as const) {
      await more(50);
      cluster.stop(how);
      cluster.start();
    }
    await more(50);
    isOver = true;
    await Promise.all(writers);
    const [store] = stores;
    if (store === undefined) throw new Error('No store');
    for (const [index, version] of versions) expect((await store.get(key(index)))?.version).toBe(version);
    for (const each of stores) await each.close();
  });
});
