import { describe, expect, it } from 'vitest';
import { isPostgresql, parsePostgresqlBinding } from '../../../shared/platform/postgresql-binding.ts';

const credentials = {
  username: '1a2b',
  password: 'p@ss',
  hostname: 'postgres-1.example.rds.amazonaws.com',
  dbname: 'AbCdEf',
  port: '3519',
  uri: 'postgres://1a2b:p%40ss@postgres-1.example.rds.amazonaws.com:3519/AbCdEf',
  sslcert: '-----BEGIN CERTIFICATE-----\nserver',
  sslrootcert: '-----BEGIN CERTIFICATE-----\nroot',
};
const named = (given: Record<string, unknown>) =>
  parsePostgresqlBinding({ name: 'state', credentials: given });

describe('a bound PostgreSQL', () => {
  it('is read as BTP binds it: TLS by the authority of the binding, no certificate of ours without its key', () => {
    expect(named(credentials)).toEqual({
      host: 'postgres-1.example.rds.amazonaws.com',
      port: 3519,
      database: 'AbCdEf',
      user: '1a2b',
      password: 'p@ss',
      tls: { ca: credentials.sslrootcert },
    });
    expect(named({ ...credentials, sslkey: 'key' }).tls).toEqual({
      ca: credentials.sslrootcert,
      client: { cert: credentials.sslcert, key: 'key' },
    });
  });

  it('is read from its address alone', () => {
    const { uri } = credentials;
    expect(named({ uri })).toEqual({ ...named(credentials), tls: {} });
    expect(named({ uri: 'postgresql://u@db.example/d' })).toMatchObject({ port: 5432, tls: {} });
  });

  it('goes without TLS on this machine only, and only without an authority', () => {
    const here = { username: 'u', dbname: 'd', hostname: '127.0.0.1' };
    expect(named(here)).not.toHaveProperty('tls');
    expect(named({ ...here, sslrootcert: 'root' })).toMatchObject({ tls: { ca: 'root' } });
    expect(named({ ...here, hostname: 'db.example' })).toMatchObject({ tls: {} });
  });

  it.each([
    [{}, 'hostname, dbname, username'],
    [{ ...credentials, uri: '', port: 'x' }, 'port'],
    [{ ...credentials, uri: 'not an address', hostname: '' }, 'hostname'],
    [{ ...credentials, uri: undefined, dbname: null }, 'dbname'],
  ])('names what %j lacks', (given, missing) => {
    expect(() => named(given)).toThrowError(
      expect.objectContaining({ code: 'CFG_BINDING_INCOMPLETE', facts: { binding: 'state', missing } }),
    );
  });

  it('is told from other services', () => {
    expect(isPostgresql({ name: 'a', label: 'postgresql-db' })).toBe(true);
    expect(isPostgresql({ name: 'a', label: 'aws-rds', tags: ['postgresql'] })).toBe(true);
    expect(isPostgresql({ name: 'a', label: 'user-provided', credentials: { uri: credentials.uri } })).toBe(
      true,
    );
    expect(isPostgresql({ name: 'a', label: 'redis-cache', credentials: { uri: 'rediss://x' } })).toBe(false);
    // Tags of a user-provided service are chosen freely.
    expect(isPostgresql({ name: 'a', label: 'user-provided', tags: ['postgresql'] })).toBe(false);
  });
});
