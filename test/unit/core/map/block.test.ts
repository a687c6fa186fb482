import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockIn,
  canBeBlock,
  findBlock,
  putBlock,
  withoutStamps,
} from '../../../../shared/core/map/block.ts';

const [open, close] = putBlock('', 'x', 'cloud-alm').split('\nx\n') as [string, string];
const anyPart = fc.oneof(fc.string(), fc.constantFrom(open, close, '\n', ' ', 'kept'));
const anyField = fc.array(anyPart, { maxLength: 6 }).map((parts) => parts.join(''));
const anyText = fc
  .string({ minLength: 1 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && canBeBlock(text));

describe('a block', () => {
  it('is found again, whatever stands around it', () => {
    fc.assert(
      fc.property(anyField, anyText, (field, text) => {
        fc.pre(findBlock(field).state !== 'broken');
        expect(blockIn(putBlock(field, text, 'cloud-alm'))).toBe(text);
      }),
    );
  });

  it('leaves the text around it as it is, to the last blank', () => {
    fc.assert(
      fc.property(anyField, fc.array(anyText, { minLength: 1, maxLength: 3 }), (field, texts) => {
        const found = findBlock(field);
        fc.pre(found.state !== 'broken');
        const after = findBlock(texts.reduce((now, text) => putBlock(now, text, 'cloud-alm'), field));
        if (after.state !== 'whole') throw new Error(after.state);
        if (found.state === 'whole') {
          expect([after.before, after.after]).toEqual([found.before, found.after]);
        } else {
          expect(after.before).toBe(field === '' ? '' : `${field}\n\n`);
          expect(after.after).toBe('');
        }
      }),
    );
  });

  it.each([
    ['a marker alone', open],
    ['the end alone', `text ${close}`],
    ['two of them', `${open}a${close}${open}b${close}`],
    ['the end before the start', `${close}${open}`],
  ])('is broken with %s', (_, field) => {
    expect(findBlock(field)).toEqual({ state: 'broken' });
    expect(blockIn(field)).toBe('');
  });

  it('of two sources in one field is broken: nobody knows whose text is whose', () => {
    const both = `${putBlock('', 'a', 'cloud-alm')}\n${putBlock('', 'b', 'cloud-integration')}`;
    expect(findBlock(both).state).toBe('broken');
  });

  it('has the same text whenever it was written, and the same JSON without its stamp', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
        (text, date) => {
          const at = (syncedAt: string) => putBlock('', text, 'cloud-integration', syncedAt);
          const [then, now] = [at('2026-01-01T00:00:00.000Z'), at(date.toISOString())];
          expect(blockIn(now)).toBe(text);
          expect(now).toContain(`Synchronised: ${date.toISOString().slice(0, 19)}Z`);
          expect(withoutStamps(JSON.stringify([now]))).toBe(withoutStamps(JSON.stringify([then])));
        },
      ),
    );
  });
});
