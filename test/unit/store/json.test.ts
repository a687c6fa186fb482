import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readJson, writeJson } from '../../../shared/store/json.ts';
import { openSqliteStore } from '../../../shared/store/sqlite.ts';
import type { Store } from '../../../shared/store/store.ts';

const key = { collection: 'run', key: 'r1' };
const Run = z.object({ id: z.string() });
const parse = (value: unknown) => Run.parse(value);

describe('json', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openSqliteStore({ file: ':memory:', now: () => 0 });
  });

  it('reads what was written, with the version to swap it by', async () => {
    expect(await readJson(store, key, parse)).toBeUndefined();
    const version = await writeJson(store, key, { id: 'rün "1"' }, { ifAbsent: true });
    expect(await readJson(store, key, parse)).toEqual({ value: { id: 'rün "1"' }, version });
    expect(await writeJson(store, key, { id: '2' }, { ifAbsent: true })).toBeUndefined();
    const next = await writeJson(store, key, { id: '2' }, { ifVersion: version ?? '' });
    expect(await readJson(store, key, parse)).toEqual({ value: { id: '2' }, version: next });
  });

  it.each([
    ['is no JSON', 'Jane Doe'],
    ['has another shape', '{"name":"Jane Doe"}'],
  ])('names the key, and nothing of the value, when it %s', async (_, text) => {
    await store.put(key, Buffer.from(text));
    const error: unknown = await readJson(store, key, parse).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'STORE_VALUE_DAMAGED', facts: { collection: 'run', key: 'r1' } });
    expect(error).not.toHaveProperty('cause');
  });
});
