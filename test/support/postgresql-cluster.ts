// A PostgreSQL server of a test's own, with TLS, that may be stopped and started in the midst of everything. Runs as
// an unprivileged user, as PostgreSQL demands; needs initdb and pg_ctl in the path.
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresqlServer } from '../../shared/store/postgresql-database.ts';
import type { Certificate } from './certificates.ts';

const isRoot = process.getuid?.() === 0;
/** Debian's nobody and nogroup. */
const nobody = 65534;

export const hasCluster = canInit();

export interface Cluster {
  server: PostgresqlServer;
  start(): void;
  /** As a restart of the service does: clients are thrown out. */
  stop(how?: 'fast' | 'immediate'): void;
  /** Shows another certificate from now on; restarts. */
  show(certificate: Certificate): void;
  remove(): void;
}

/** @param certificate for the host `localhost` */
export async function makeCluster(certificate: Certificate): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-pg-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const port = await freePort();
  if (isRoot) for (const path of [folder, data]) chownSync(path, nobody, nobody);
  run('initdb', '-D', data, '-U', 'owner', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C');
  const place = ({ key, cert }: Certificate) => {
    for (const [name, text] of Object.entries({ 'server.key': key, 'server.crt': cert })) {
      writeFileSync(join(data, name), text, { mode: 0o600 });
      if (isRoot) chownSync(join(data, name), nobody, nobody);
    }
  };
  place(certificate);
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c ssl=on`;
  const control = (...args: string[]) => run('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-w', ...args);
  const cluster: Cluster = {
    server: { host: 'localhost', port, database: 'postgres', user: 'owner' },
    start: () => control('-o', options, 'start'),
    stop: (how = 'fast') => control('-m', how, 'stop'),
    show(other) {
      place(other);
      cluster.stop();
      cluster.start();
    },
    remove() {
      spawnAs('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  cluster.start();
  return cluster;
}

function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnAs(command, args);
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
}

function spawnAs(command: string, args: readonly string[]) {
  // What it leaves running must not hold our pipes open.
  return spawnSync(command, [...args], {
    cwd: tmpdir(),
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', args.includes('start') ? 'ignore' : 'pipe'],
    ...(isRoot && { uid: nobody, gid: nobody }),
  });
}

function canInit(): boolean {
  try {
    execFileSync('initdb', ['--version'], { stdio: 'ignore' });
    execFileSync('pg_ctl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('SKIPPED: initdb and pg_ctl of PostgreSQL are not in the path.');
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
