// What blobs.ts promises on any store: order, sameness, limits, and no chunk left behind or lost.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  combineRecords,
  deleteRecordsExcept,
  type RecordsRef,
  readRecords,
  writeRecords,
} from '../../../shared/store/blobs.ts';
import { blobKey, blobsRange } from '../../../shared/store/keys.ts';
import { maxValueBytes, type Store } from '../../../shared/store/store.ts';
import type { OpenStore } from './store-contract.ts';

const range = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, name: `no. ${index}` }));

/** Text that no compression makes smaller than three quarters. */
const noise = (bytes: number) => randomBytes(bytes).toString('base64');

async function collect(store: Store, ref: RecordsRef): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const record of readRecords(store, ref)) records.push(record);
  return records;
}

async function versionsOf(store: Store, owner: string): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  const { collection, prefix } = blobsRange(owner);
  for await (const { key, version } of store.list(collection, prefix)) versions.set(key, version);
  return versions;
}

export function describeBlobs(name: string, open: OpenStore): void {
  describe(`blobs in the store ${name}`, () => {
    let time = 0;
    let store: Store;

    beforeEach(async () => {
      time = 1_000_000;
      store = await open(() => time);
    });
    afterEach(() => store.close());

    it('gives any records back in order, with a hash that does not depend on the cut', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.jsonValue()),
          fc.integer({ min: 1, max: 200 }),
          async (values, chunkBytes) => {
            const records = values.map((value) => ({ value }));
            const cut = await writeRecords(store, 'o', records, { chunkBytes });
            const whole = await writeRecords(store, 'o', records);
            expect(await collect(store, cut)).toEqual(JSON.parse(JSON.stringify(records)));
            expect(cut.count).toBe(records.length);
            expect(cut.hash).toBe(whole.hash);
            expect(whole.chunks).toHaveLength(records.length > 0 ? 1 : 0);
          },
        ),
        { numRuns: 50 },
      );
    });

    it('tells other records, and another order of the same ones, by the hash', async () => {
      const refs = [
        await writeRecords(store, 'o', []),
        await writeRecords(store, 'o', [1, 2]),
        await writeRecords(store, 'o', [2, 1]),
        await writeRecords(store, 'o', [12]),
      ];
      expect(new Set(refs.map((ref) => ref.hash)).size).toBe(refs.length);
    });

    it('takes records as they come, pausing the source while it writes', async () => {
      async function* source() {
        for (const record of range(100)) {
          // No chunk but the one being filled is waiting: at most one chunk's worth is unwritten.
          if (record.index === 60) expect((await versionsOf(store, 'o')).size).toBeGreaterThan(0);
          yield record;
        }
      }
      const ref = await writeRecords(store, 'o', source(), { chunkBytes: 500 });
      expect(ref.chunks.length).toBeGreaterThan(3);
      expect(await collect(store, ref)).toEqual(range(100));
    });

    it('splits a chunk that would not fit into a value', async () => {
      const records = Array.from({ length: 7 }, () => ({ noise: noise(maxValueBytes / 4) }));
      const ref = await writeRecords(store, 'o', records, { chunkBytes: 64 * 1024 * 1024 });
      expect(ref.chunks.length).toBeGreaterThan(1);
      expect(await collect(store, ref)).toEqual(records);
    });

    it('refuses a single record that does not fit', async () => {
      const write = writeRecords(store, 'o', [{ small: 1 }, { noise: noise(maxValueBytes * 2) }]);
      await expect(write).rejects.toMatchObject({ code: 'STORE_VALUE_TOO_LARGE', facts: { owner: 'o' } });
    });

    it('does not write the same chunk twice', async () => {
      const first = await writeRecords(store, 'o', range(50), { chunkBytes: 500 });
      const before = await versionsOf(store, 'o');
      expect(await writeRecords(store, 'o', range(50), { chunkBytes: 500 })).toEqual(first);
      expect(await versionsOf(store, 'o')).toEqual(before);
    });

    it('keeps a chunk with a time to live for as long as the last writer wants', async () => {
      const ref = await writeRecords(store, 'o', range(5), { ttlMs: 100 });
      time += 99;
      await writeRecords(store, 'o', range(5), { ttlMs: 100 });
      time += 99;
      expect(await collect(store, ref)).toEqual(range(5));
      time += 1;
      await expect(collect(store, ref)).rejects.toMatchObject({ code: 'STORE_BLOB_MISSING' });
    });

    it('says which chunk is missing or is not what was written', async () => {
      const ref = await writeRecords(store, 'o', range(50), { chunkBytes: 500 });
      const chunk = ref.chunks[1] ?? '';
      const missing = { code: 'STORE_BLOB_MISSING', facts: { owner: 'o', chunk } };
      const other = (await store.get(blobKey('o', ref.chunks[0] ?? '')))?.value ?? new Uint8Array();
      for (const damaged of [other, other.subarray(0, other.length - 1), Buffer.from('no zstd')]) {
        await store.put(blobKey('o', chunk), damaged);
        await expect(collect(store, ref)).rejects.toMatchObject(missing);
      }
      await store.delete(blobKey('o', chunk));
      await expect(collect(store, ref)).rejects.toMatchObject(missing);
      await expect(collect(store, { ...ref, owner: 'p' })).rejects.toMatchObject({
        code: 'STORE_BLOB_MISSING',
      });
    });

    it('combines pages into one ref, in their order', async () => {
      const pages = [range(3), [], range(40), range(3)];
      const parts: RecordsRef[] = [];
      for (const page of pages) parts.push(await writeRecords(store, 'o', page));
      const all = combineRecords('o', parts);
      expect(await collect(store, all)).toEqual(pages.flat());
      expect(all.count).toBe(46);
      expect(combineRecords('o', parts)).toEqual(all);
      expect(combineRecords('o', [...parts].reverse()).hash).not.toBe(all.hash);
      expect(combineRecords('o', [])).toMatchObject({ owner: 'o', chunks: [], count: 0 });
      expect(() => combineRecords('p', parts)).toThrowError(
        expect.objectContaining({ code: 'BUG_UNEXPECTED' }),
      );
    });

    it('deletes what no kept ref names, of this owner alone', async () => {
      const old = await writeRecords(store, 'o', range(60), { chunkBytes: 500 });
      const kept = await writeRecords(store, 'o', range(40), { chunkBytes: 500 });
      const other = await writeRecords(store, 'o/p', range(7));
      await deleteRecordsExcept(store, 'o', [kept]);
      expect(await collect(store, kept)).toEqual(range(40));
      expect(await collect(store, other)).toEqual(range(7));
      expect((await versionsOf(store, 'o')).size).toBe(new Set(kept.chunks).size);
      await expect(collect(store, old)).rejects.toMatchObject({ code: 'STORE_BLOB_MISSING' });
      await deleteRecordsExcept(store, 'o', []);
      expect((await versionsOf(store, 'o')).size).toBe(0);
      expect(await collect(store, other)).toEqual(range(7));
    });
  });
}
