import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockIn, canBeBlock, findBlock, putBlock } from '../../../../shared/core/map/block.ts';

const [open, close] = putBlock('', 'x').split('\nx\n') as [string, string];
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
        expect(blockIn(putBlock(field, text))).toBe(text);
      }),
    );
  });

  it('leaves the text around it as it is, to the last blank', () => {
    fc.assert(
      fc.property(anyField, fc.array(anyText, { minLength: 1, maxLength: 3 }), (field, texts) => {
        const found = findBlock(field);
        fc.pre(found.state !== 'broken');
        const after = findBlock(texts.reduce(putBlock, field));
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
});
