// A database of its own for a test file, on the PostgreSQL of this machine, with a user that may do no more than
// one of a service binding: create schemas in it. Gone when the tests are over. Where there is no server the tests
// are skipped, and say so.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectPostgresql, type PostgresqlServer } from '../../shared/store/postgresql-database.ts';

const admin = {
  host: process.env.PGHOST ?? '127.0.0.1',
  port: Number(process.env.PGPORT ?? 5432),
  user: process.env.PGUSER ?? 'postgres',
  database: 'postgres',
  connectionTimeoutMillis: 2_000,
};

export const hasPostgresql = await canConnect();

export interface TestDatabase {
  server: PostgresqlServer;
  /** Ends every connection to it, as a restart of the server does. @returns how many there were */
  cutConnections(): Promise<number>;
  drop(): Promise<void>;
}

export async function makeTestDatabase(): Promise<TestDatabase> {
  const name = `landbridge_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE ROLE ${name} LOGIN`);
  await asAdmin(`CREATE DATABASE ${name}`);
  await asAdmin(`GRANT CREATE ON DATABASE ${name} TO ${name}`);
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`;
  return {
    server: { host: admin.host, port: admin.port, database: name, user: name },
    cutConnections: () => asAdmin(cut),
    async drop() {
      await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
      await asAdmin(`DROP ROLE ${name}`);
    },
  };
}

/** A connection that gives up at once rather than wait. */
export const connectOnce = (server: PostgresqlServer) =>
  connectPostgresql(server, { sleep: () => Promise.reject(new Error('It does not wait')) });

async function asAdmin(text: string): Promise<number> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function canConnect(): Promise<boolean> {
  try {
    await asAdmin('SELECT 1');
    return true;
  } catch {
    console.warn(
      `SKIPPED: no PostgreSQL answers at ${admin.host}:${admin.port}; start one, or name it by PGHOST, PGPORT, PGUSER.`,
    );
    return false;
  }
}
