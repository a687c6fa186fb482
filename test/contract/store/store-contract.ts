// What every store adapter must do, whatever it stands on. Call it once for each adapter.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entry, maxValueBytes, type PutOptions, type Store } from '../../../shared/store/store.ts';

export type OpenStore = (now: () => number) => Promise<Store>;

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = (entry: Entry | undefined): string | undefined => entry && Buffer.from(entry.value).toString();

async function keysOf(store: Store, collection: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(collection, prefix)) keys.push(key);
  return keys;
}

export function describeStore(name: string, open: OpenStore): void {
  describe(`the store ${name}`, () => {
    const a = { collection: 'c', key: 'a' };
    let time = 0;
    let store: Store;

    beforeEach(async () => {
      time = 1_000_000;
      store = await open(() => time);
    });
    afterEach(() => store.close());

    it('gives back what was put, byte for byte, up to the limit', async () => {
      const all = Uint8Array.from({ length: maxValueBytes }, (_, index) => index % 256);
      for (const value of [all, bytes(''), bytes('x')]) {
        const version = await store.put(a, value);
        const entry = await store.get(a);
        expect(entry?.key).toBe('a');
        expect(entry?.version).toBe(version);
        expect(Buffer.compare(entry?.value ?? bytes('?'), value)).toBe(0);
      }
    });

    it('knows no key that was not put, and keeps collections apart', async () => {
      await store.put(a, bytes('1'));
      expect(await store.get({ collection: 'c', key: 'b' })).toBeUndefined();
      expect(await store.get({ collection: 'd', key: 'a' })).toBeUndefined();
      await store.put({ collection: 'd', key: 'a' }, bytes('2'));
      expect(textOf(await store.get(a))).toBe('1');
      expect(await keysOf(store, 'd', '')).toEqual(['a']);
    });

    it('refuses a value over the limit and writes nothing', async () => {
      await store.put(a, bytes('old'));
      await expect(store.put(a, new Uint8Array(maxValueBytes + 1))).rejects.toMatchObject({
        code: 'STORE_VALUE_TOO_LARGE',
        facts: { collection: 'c', key: 'a', bytes: maxValueBytes + 1 },
      });
      expect(textOf(await store.get(a))).toBe('old');
    });

    it('shares no memory with its caller', async () => {
      const value = bytes('own');
      await store.put(a, value);
      value.fill(0);
      (await store.get(a))?.value.fill(0);
      expect(textOf(await store.get(a))).toBe('own');
    });

    it('never gives a version twice, not after delete, not after expiry', async () => {
      const versions = [await store.put(a, bytes('1')), await store.put(a, bytes('1'))];
      await store.delete(a);
      versions.push(await store.put(a, bytes('1'), { ttlMs: 1 }));
      time += 1;
      versions.push(await store.put(a, bytes('1')));
      await store.delete(a);
      versions.push(
        await store.put({ collection: 'c', key: 'b' }, bytes('1')),
        await store.put(a, bytes('1')),
      );
      expect(versions).not.toContain(undefined);
      expect(new Set(versions).size).toBe(versions.length);
    });

    it('puts if absent only where nothing lives', async () => {
      expect(await store.put(a, bytes('1'), { ifAbsent: true })).toBeDefined();
      expect(await store.put(a, bytes('2'), { ifAbsent: true })).toBeUndefined();
      expect(textOf(await store.get(a))).toBe('1');
      await store.delete(a);
      expect(await store.put(a, bytes('3'), { ifAbsent: true })).toBeDefined();
    });

    it('puts if the version is the living one, and else writes nothing', async () => {
      expect(await store.put(a, bytes('0'), { ifVersion: '1' })).toBeUndefined();
      expect(await store.get(a)).toBeUndefined();
      const first = (await store.put(a, bytes('1'))) ?? '';
      const second = (await store.put(a, bytes('2'), { ifVersion: first })) ?? '';
      expect(second).not.toBe('');
      for (const stale of [first, '', 'x', `${second} `, `0${second}`])
        expect(await store.put(a, bytes('3'), { ifVersion: stale })).toBeUndefined();
      expect(await store.put(a, bytes('3'), { ifVersion: second, ifAbsent: true })).toBeUndefined();
      expect(textOf(await store.get(a))).toBe('2');
    });

    it('deletes what lives, under a condition too, and says whether', async () => {
      expect(await store.delete(a)).toBe(false);
      const version = (await store.put(a, bytes('1'))) ?? '';
      expect(await store.delete(a, { ifVersion: `${version}0` })).toBe(false);
      expect(textOf(await store.get(a))).toBe('1');
      expect(await store.delete(a, { ifVersion: version })).toBe(true);
      expect(await store.get(a)).toBeUndefined();
      expect(await store.delete(a)).toBe(false);
    });

    it('takes an expired entry for absent from the very moment on', async () => {
      const version = (await store.put(a, bytes('1'), { ttlMs: 1000 })) ?? '';
      time += 999;
      expect(textOf(await store.get(a))).toBe('1');
      expect(await keysOf(store, 'c', '')).toEqual(['a']);
      expect(await store.put(a, bytes('2'), { ifAbsent: true })).toBeUndefined();
      time += 1;
      expect(await store.get(a)).toBeUndefined();
      expect(await keysOf(store, 'c', '')).toEqual([]);
      expect(await store.delete(a)).toBe(false);
      expect(await store.delete(a, { ifVersion: version })).toBe(false);
      expect(await store.put(a, bytes('2'), { ifVersion: version })).toBeUndefined();
      expect(await store.put(a, bytes('3'), { ifAbsent: true })).toBeDefined();
    });

    it('lets the last put decide about expiry', async () => {
      await store.put(a, bytes('1'), { ttlMs: 10 });
      await store.put(a, bytes('2'));
      time += 1_000_000;
      expect(textOf(await store.get(a))).toBe('2');
      await store.put(a, bytes('3'), { ttlMs: 10 });
      time += 10;
      expect(await store.get(a)).toBeUndefined();
    });

    it('lists a prefix in byte order, whatever the keys hold', async () => {
      const keys = [
        'a',
        'a/',
        'a/1',
        'a/10',
        'a/2',
        'a%',
        'a_b',
        'A',
        'ä',
        'a\u0000b',
        '\uffff',
        '\u{1f600}',
        '',
      ];
      for (const key of keys) await store.put({ collection: 'c', key }, bytes(key));
      expect(await keysOf(store, 'c', 'a/')).toEqual(['a/', 'a/1', 'a/10', 'a/2']);
      expect(await keysOf(store, 'c', 'a%')).toEqual(['a%']);
      expect(await keysOf(store, 'c', 'a_')).toEqual(['a_b']);
      // UTF-16 would have the last two the other way round.
      expect((await keysOf(store, 'c', '')).slice(-2)).toEqual(['\uffff', '\u{1f600}']);
      expect(await keysOf(store, 'c', '')).toHaveLength(keys.length);
    });

    it('goes on listing while entries come and go', async () => {
      for (const key of ['a', 'b', 'c', 'd', 'e']) await store.put({ collection: 'c', key }, bytes(key));
      const seen: string[] = [];
      for await (const { key } of store.list('c', '')) {
        seen.push(key);
        await store.delete({ collection: 'c', key });
        if (key === 'b') {
          await store.delete({ collection: 'c', key: 'c' });
          await store.put({ collection: 'c', key: 'a' }, bytes('again'));
          await store.put({ collection: 'c', key: 'bb' }, bytes('new'));
          await store.put({ collection: 'c', key: 'd' }, bytes('changed'));
        }
      }
      expect(seen).toEqual(['a', 'b', 'bb', 'd', 'e']);
      expect(await keysOf(store, 'c', '')).toEqual(['a']);
    });

    it('lets exactly one of many win', async () => {
      const wins = await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.put(a, bytes(String(index)), { ifAbsent: true })),
      );
      expect(wins.filter((version) => version !== undefined)).toHaveLength(1);
    });

    it('may be closed twice', async () => {
      await store.close();
      await store.close();
    });

    it('behaves like a plain map with a clock, whatever is done in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyCall, { maxLength: 40 }), async (calls) => {
          const real = await open(() => time);
          const model = new Map<string, { value: string; version: string; expiresAt: number }>();
          const peek = (key: string) => {
            const found = model.get(key);
            return found && found.expiresAt > time ? found : undefined;
          };
          try {
            for (const call of calls) {
              const key = { collection: 'c', key: call.key };
              const before = peek(call.key);
              const ifVersion = call.stale ? 'none' : (before?.version ?? 'none');
              if (call.do === 'wait') time += call.ms;
              else if (call.do === 'delete') {
                expect(await real.delete(key)).toBe(before !== undefined);
                model.delete(call.key);
              } else {
                const conditions = { put: {}, add: { ifAbsent: true }, swap: { ifVersion } };
                const allowed = { put: true, add: !before, swap: before !== undefined && !call.stale };
                const options: PutOptions = {
                  ...conditions[call.do],
                  ...(call.ttl ? { ttlMs: call.ms } : {}),
                };
                const version = await real.put(key, bytes(call.value), options);
                expect(version !== undefined).toBe(allowed[call.do]);
                const expiresAt = call.ttl ? time + call.ms : Number.POSITIVE_INFINITY;
                if (version !== undefined) model.set(call.key, { value: call.value, version, expiresAt });
              }
              expect(textOf(await real.get(key))).toBe(peek(call.key)?.value);
            }
            for (const prefix of ['', ...calls.map((call) => [...call.key].slice(0, 1).join(''))]) {
              const wanted = [...model.keys()].filter((key) => key.startsWith(prefix) && peek(key));
              wanted.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
              expect(await keysOf(real, 'c', prefix)).toEqual(wanted);
            }
          } finally {
            await real.close();
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}

const anyCall = fc.record({
  do: fc.constantFrom('put', 'add', 'swap', 'delete', 'wait'),
  key: fc.oneof(fc.constantFrom('a', 'b', 'a/b'), fc.string({ unit: 'binary', maxLength: 3 })),
  value: fc.string({ maxLength: 5 }),
  stale: fc.boolean(),
  ttl: fc.boolean(),
  ms: fc.integer({ min: 1, max: 50 }),
});
