import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as keys from '../../../shared/store/keys.ts';
import type { StoreKey } from '../../../shared/store/store.ts';

const id = (key: StoreKey) => `${key.collection} ${key.key}`;
const part = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', '/', 'a', 'a/', '/a', '%', '%2F', 'a:b'),
);

describe('keys', () => {
  it('read plainly where ids are plain', () => {
    expect(keys.runKey('r1')).toEqual({ collection: 'run', key: 'r1' });
    expect(keys.flowLeaseKey('landscape')).toEqual({ collection: 'lease', key: 'flow/landscape' });
    expect(keys.journalKey('r1', 7)).toEqual({ collection: 'journal', key: 'r1/00000007' });
    expect(keys.sourceKey('landscape', 'a/b:c')).toEqual({
      collection: 'source',
      key: 'landscape/a%2Fb%3Ac',
    });
  });

  it('are the same only for the same parts', () => {
    fc.assert(
      fc.property(fc.tuple(part, part), fc.tuple(part, part), (left, right) => {
        const same = left[0] === right[0] && left[1] === right[1];
        for (const build of [keys.sourceKey, keys.tokenKey, keys.linksKey, keys.blobKey])
          expect(id(build(...left)) === id(build(...right))).toBe(same);
      }),
    );
  });

  it('differ for every purpose, whatever the id', () => {
    fc.assert(
      fc.property(part, (text) => {
        const all = [
          keys.runKey(text),
          keys.flowKey(text),
          keys.flowLeaseKey(text),
          keys.writerLeaseKey(text),
          keys.tokenKey(text, text),
          keys.sourceKey(text, text),
          keys.inventoryKey(text, text),
          keys.linksKey(text, text),
          keys.dataModelKey(text),
          keys.journalHeadKey(text),
          keys.journalKey(text, 0),
          keys.blobKey(text, text),
          keys.configKey,
        ];
        expect(new Set(all.map(id)).size).toBe(all.length);
      }),
    );
  });

  it('have ranges that hold all of their own and nothing else', () => {
    fc.assert(
      fc.property(part, part, fc.nat(), (own, other, batch) => {
        const { collection, prefix } = keys.journalRange(own);
        const holds = (key: StoreKey) => key.collection === collection && key.key.startsWith(prefix);
        expect(holds(keys.journalKey(own, batch))).toBe(true);
        expect(holds(keys.journalHeadKey(own))).toBe(false);
        expect(holds(keys.journalKey(other, batch))).toBe(own === other);
        expect(keys.blobKey(other, 'h').key.startsWith(keys.blobsRange(own).prefix)).toBe(own === other);
        expect(keys.runKey(own).key.startsWith(keys.runsRange.prefix)).toBe(true);
      }),
    );
  });

  it('put batches in the order of their numbers', () => {
    const batch = fc.integer({ min: 0, max: 99_999_999 });
    fc.assert(
      fc.property(batch, batch, (left, right) => {
        const order = Buffer.compare(
          Buffer.from(keys.journalKey('r', left).key),
          Buffer.from(keys.journalKey('r', right).key),
        );
        expect(order).toBe(Math.sign(left - right));
      }),
    );
  });
});
