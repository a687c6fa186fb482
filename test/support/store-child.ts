// A process of its own for the store's tests: `store-child.ts <part> <file>` opens nothing before a line comes
// on its standard input, so that several start together, plays its part and prints what came of it.
import { once } from 'node:events';
import { isProcessGone, markOfThisProcess } from '../../shared/platform/process-mark.ts';
import { flowLeaseKey } from '../../shared/store/keys.ts';
import { acquireLease } from '../../shared/store/lease.ts';
import { openSqliteStore } from '../../shared/store/sqlite.ts';
import type { Store } from '../../shared/store/store.ts';

export const rounds = 300;
export const freshFiles = 25;
export const counterKey = { collection: 'c', key: 'counter' };
export const slotKey = (index: number) => ({ collection: 'c', key: String(index) });

/** A value that tells its index and whether it is whole. */
export function streamedValue(index: number): Uint8Array {
  return Buffer.alloc(1000 + ((index * 7919) % 200_000), `${index},`);
}

export type PartName = 'open' | 'take' | 'count' | 'stream' | 'fill' | 'read-only' | 'hold';

type Part = (store: Store, file: string) => Promise<unknown>;

const parts: Readonly<Record<PartName, Part>> = {
  /** Opens one new file after the other, in step with the others that do; prints how many. */
  async open(_, file) {
    let opened = 0;
    for (; opened < freshFiles; opened++) {
      const store = await openSqliteStore({ file: `${file}.${opened}`, now: () => 1_000_000 });
      await store.put(slotKey(process.pid), Buffer.from('here'));
      await store.close();
    }
    return opened;
  },

  /** Takes every free slot; prints how many it got. */
  async take(store) {
    let won = 0;
    for (let index = 0; index < rounds; index++) {
      if (await store.put(slotKey(index), Buffer.from('mine'), { ifAbsent: true })) won++;
    }
    return won;
  },

  /** Adds one to the counter, by compare-and-set alone; prints how often it had to try again. */
  async count(store) {
    let misses = 0;
    for (let done = 0; done < rounds; ) {
      const entry = await store.get(counterKey);
      const next = Buffer.from(String(Number(Buffer.from(entry?.value ?? []).toString()) + 1));
      const condition = entry ? { ifVersion: entry.version } : { ifAbsent: true };
      if (await store.put(counterKey, next, condition)) done++;
      else misses++;
    }
    return misses;
  },

  /** Puts values without end; prints the index of each that was answered. */
  async stream(store) {
    for (let index = 0; ; index++) {
      await store.put(slotKey(index % 20), streamedValue(index));
      process.stdout.write(`${index}\n`);
    }
  },

  /** Puts until it fails; prints what was answered and the code. */
  async fill(store) {
    const answered: string[] = [];
    for (let index = 100; ; index++) {
      try {
        await store.put(slotKey(index), Buffer.alloc(50_000));
        answered.push(String(index));
      } catch (error) {
        return { answered, code: codeOf(error) };
      }
    }
  },

  /** Reads and writes a file it may only read. */
  async 'read-only'(store) {
    const read = Buffer.from((await store.get(slotKey(1)))?.value ?? []).toString();
    return { read, code: await store.put(slotKey(1), Buffer.from('2')).catch(codeOf) };
  },

  /** Takes the lease and never lets go. */
  async hold(store) {
    const holder = { run: 'r1', burst: 'b1', process: markOfThisProcess() };
    const request = { holder, ttlMs: 60_000, now: () => 1_000_000, isGone: isProcessGone };
    const answer = await acquireLease(store, flowLeaseKey('landscape'), request);
    process.stdout.write(`${JSON.stringify({ held: answer.held })}\n`);
    return once(process, 'never');
  },
};

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : String(error);
}

async function play(name: string, file: string): Promise<void> {
  const part = Object.entries(parts).find(([known]) => known === name)?.[1];
  if (!part) throw new Error(`There is no part ${name}`);
  // The rights of a file mean nothing to root.
  if (name === 'read-only' && process.getuid?.() === 0) process.setuid?.(65534);
  const store = await openSqliteStore({ file, now: () => 1_000_000 });
  const result = await part(store, file);
  await store.close();
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

if (import.meta.main) {
  await once(process.stdin, 'data');
  const [name = '', file = ''] = process.argv.slice(2);
  await play(name, file);
  process.stdin.destroy();
}
