// What a store holds comes out of its export and into another store, whatever it is.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { collections } from '../../shared/store/keys.ts';
import { openSqliteStore } from '../../shared/store/sqlite.ts';
import type { Store } from '../../shared/store/store.ts';
import { exportState, importState } from '../../shared/store/transfer.ts';

const staysBehind = new Set(['lease', 'token', 'job-call']);
const now = 1_000_000;

const anEntry = fc.record(
  {
    collection: fc.constantFrom(...collections.filter((name) => name !== 'lease')),
    key: fc.string({ unit: 'grapheme', minLength: 1 }).filter((key) => key.isWellFormed()),
    value: fc.uint8Array({ maxLength: 200 }),
    ttlMs: fc.integer({ min: 1, max: 1000 }),
  },
  { requiredKeys: ['collection', 'key', 'value'] },
);

interface Seen {
  collection: string;
  key: string;
  value: string;
  expiresAt: number | undefined;
}

async function contentOf(store: Store): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const collection of collections) {
    for await (const { key, value, expiresAt } of store.list(collection, '')) {
      seen.push({ collection, key, value: Buffer.from(value).toString('hex'), expiresAt });
    }
  }
  return seen;
}

async function linesOf(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportState(store, now)) lines.push(line);
  return lines;
}

const reading = (lines: readonly string[]) =>
  async function* () {
    yield* lines;
  };

it('holds for any entries, with the time they have left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anEntry, { maxLength: 12 }), async (entries) => {
      const from = await openSqliteStore({ file: ':memory:', now: () => now });
      const to = await openSqliteStore({ file: ':memory:', now: () => now });
      for (const { collection, key, value, ttlMs } of entries) {
        await from.put({ collection, key }, value, ttlMs === undefined ? {} : { ttlMs });
      }
      const lines = await linesOf(from);
      const expected = (await contentOf(from)).filter(({ collection }) => !staysBehind.has(collection));
      expect(await importState(to, reading(lines), now)).toBe(expected.length);
      expect(await contentOf(to)).toEqual(expected);
      // Once more, as after a kill: nothing is new, nothing is refused.
      expect(await importState(to, reading(lines), now)).toBe(0);
      expect(await linesOf(to)).toEqual(lines);
      await from.close();
      await to.close();
    }),
    { numRuns: 60 },
  );
});

it('fails for any single line that is lost, doubled or changed, and then adds nothing', async () => {
  const from = await openSqliteStore({ file: ':memory:', now: () => now });
  for (const key of ['a', 'b', 'c']) await from.put({ collection: 'run', key }, Buffer.from(key));
  const lines = await linesOf(from);
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: lines.length - 1 }),
      fc.constantFrom('lost', 'doubled', 'changed'),
      async (at, what) => {
        const line = lines[at] ?? '';
        const instead =
          { lost: [], doubled: [line, line], changed: [line.replace(/[a-z]/, '_')] }[what] ?? [];
        const to = await openSqliteStore({ file: ':memory:', now: () => now });
        await expect(importState(to, reading(lines.toSpliced(at, 1, ...instead)), now)).rejects.toMatchObject(
          { code: 'STORE_EXPORT_UNREADABLE' },
        );
        expect(await contentOf(to)).toEqual([]);
        await to.close();
      },
    ),
    { numRuns: 40 },
  );
  await from.close();
});
