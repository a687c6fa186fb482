// The SQLite store between real processes: races, kill -9, a full and a read-only disk, dead holders.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isProcessGone } from '../../../shared/platform/process-mark.ts';
import { flowLeaseKey } from '../../../shared/store/keys.ts';
import { acquireLease } from '../../../shared/store/lease.ts';
import { openSqliteStore } from '../../../shared/store/sqlite.ts';
import type { Store } from '../../../shared/store/store.ts';
import {
  counterKey,
  freshFiles,
  type PartName,
  rounds,
  slotKey,
  streamedValue,
} from '../../support/store-child.ts';

const script = join(import.meta.dirname, '../../support/store-child.ts');
const now = () => 1_000_000;

describe('the SQLite store between processes', () => {
  let folder = '';
  let file = '';
  let children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'landbridge-processes-'));
    file = join(folder, 'state.db');
  });
  afterEach(async () => {
    await Promise.all(children.map(kill));
    children = [];
    rmSync(folder, { recursive: true });
  });

  function start(part: PartName, wrap: readonly string[] = []) {
    const [command = '', ...args] = [...wrap, process.execPath, script, part, file];
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  }

  /** Starts them together and gives back the line each prints. */
  async function playTogether(count: number, part: PartName, wrap?: readonly string[]): Promise<unknown[]> {
    const started = Array.from({ length: count }, () => start(part, wrap));
    for (const { child } of started) child.stdin.write('go\n');
    const lines = await Promise.all(started.map(({ lines }) => lines.next()));
    return lines.map((line) => JSON.parse(String(line.value)));
  }

  async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
    const store = await openSqliteStore({ file, now });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  it('gives each slot to exactly one of twelve that find no file', async () => {
    const won = await playTogether(12, 'take');
    expect(won.reduce<number>((sum, count) => sum + Number(count), 0)).toBe(rounds);
  });

  it('is made once when several find no file, again and again', async () => {
    expect(await playTogether(4, 'open')).toEqual([freshFiles, freshFiles, freshFiles, freshFiles]);
    const openers = await Promise.all(
      Array.from({ length: freshFiles }, async (_, index) => {
        const store = await openSqliteStore({ file: `${file}.${index}`, now });
        const pids = await Array.fromAsync(store.list('c', ''), (entry) => entry.key);
        await store.close();
        return pids.length;
      }),
    );
    expect(openers).toEqual(Array.from({ length: freshFiles }, () => 4));
  });

  it('loses no step of a counter that two raise by compare-and-set', async () => {
    const misses = await playTogether(2, 'count');
    expect(misses).toHaveLength(2);
    const counter = await withStore((store) => store.get(counterKey));
    expect(Buffer.from(counter?.value ?? []).toString()).toBe(String(2 * rounds));
  });

  it('holds what it answered, whole, after a kill -9 in a stream of writes', async () => {
    const { child, lines } = start('stream');
    child.stdin.write('go\n');
    let answered = -1;
    while (answered < 150) answered = Number((await lines.next()).value);
    child.kill('SIGKILL');
    for await (const line of { [Symbol.asyncIterator]: () => lines }) answered = Number(line);

    const database = new DatabaseSync(file);
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
    const found = await withStore(async (store) => {
      const indexes: number[] = [];
      for await (const { value } of store.list('c', '')) {
        const index = Number.parseInt(Buffer.from(value.subarray(0, 10)).toString(), 10);
        expect(Buffer.compare(value, streamedValue(index))).toBe(0);
        indexes.push(index);
      }
      return indexes;
    });
    // The one that was being answered may be there or not; of its slot it then is the newer value.
    const last = Math.max(...found);
    expect([answered, answered + 1]).toContain(last);
    const wanted = Array.from({ length: 20 }, (_, back) => last - back);
    expect(found.sort((left, right) => right - left)).toEqual(wanted);
  });

  it('says so when the disk is full, and answers no put that is not kept', async () => {
    // A limit on the size of files is the nearest thing to a full disk that needs no rights.
    const limited = ['bash', '-c', 'ulimit -f 2000; exec "$0" "$@"'];
    const [result] = await playTogether(1, 'fill', limited);
    expect(result).toMatchObject({ code: 'STORE_WRITE_FAILED' });
    const keys = await withStore(async (store) => {
      const found: string[] = [];
      for await (const { key } of store.list('c', '')) found.push(key);
      return found;
    });
    expect(keys.length).toBeGreaterThan(0);
    expect(result).toMatchObject({ answered: keys });
  });

  it('can still be read when it may not be written', async () => {
    await withStore((store) => store.put(slotKey(1), Buffer.from('1')));
    chmodSync(file, 0o444);
    chmodSync(folder, 0o777);
    expect(await playTogether(1, 'read-only')).toEqual([{ read: '1', code: 'STORE_WRITE_FAILED' }]);
  });

  it('gives the lease of a killed process away at once, that of a living one not', async () => {
    const { child, lines } = start('hold');
    child.stdin.write('go\n');
    expect(JSON.parse(String((await lines.next()).value))).toEqual({ held: false });
    await withStore(async (store) => {
      const request = { holder: { run: 'r2', burst: 'b1' }, ttlMs: 60_000, now, isGone: isProcessGone };
      const acquire = () => acquireLease(store, flowLeaseKey('landscape'), request);
      expect(await acquire()).toMatchObject({
        held: true,
        holder: { run: 'r1', process: { pid: child.pid } },
      });
      await kill(child);
      expect(await acquire()).toMatchObject({ held: false, lease: { fence: 2 }, previous: { run: 'r1' } });
    });
  });

  it('gives the lease to exactly one of several processes', async () => {
    const answers = await playTogether(4, 'hold');
    expect(answers.map((answer) => JSON.stringify(answer)).sort()).toEqual([
      '{"held":false}',
      '{"held":true}',
      '{"held":true}',
      '{"held":true}',
    ]);
  });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
