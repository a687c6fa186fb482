import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../../shared/store/seal.ts';

const nonce = Uint8Array.from({ length: 12 }, (_, index) => index);
const text = fc.string({ unit: 'binary', maxLength: 200 });

describe('seal', () => {
  it('gives any text back under the same secret and context', () => {
    fc.assert(
      fc.property(text, text, text, fc.uint8Array({ minLength: 12, maxLength: 12 }), (...all) => {
        const [secret, context, plain, random] = all;
        expect(unseal(secret, context, seal(secret, context, plain, random))).toBe(plain);
      }),
    );
  });

  it('is a miss under another secret or another context', () => {
    const sealed = seal('secret', 'token/leanix', 'bearer', nonce);
    expect(unseal('rotated', 'token/leanix', sealed)).toBeUndefined();
    expect(unseal('secret', 'token/cloud-alm', sealed)).toBeUndefined();
  });

  it('is a miss when any byte was changed or cut off', () => {
    const sealed = seal('secret', 'c', 'bearer', nonce);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(unseal('secret', 'c', changed)).toBeUndefined();
      expect(unseal('secret', 'c', sealed.subarray(0, index))).toBeUndefined();
    }
  });

  it('shows neither secret nor text, and other bytes for another nonce', () => {
    const sealed = Buffer.from(seal('secret', 'c', 'bearer', nonce));
    expect(sealed.includes('bearer')).toBe(false);
    expect(sealed.includes('secret')).toBe(false);
    expect(sealed.equals(seal('secret', 'c', 'bearer', nonce.toReversed()))).toBe(false);
  });

  it('refuses a nonce of another length', () => {
    expect(() => seal('secret', 'c', 'bearer', nonce.subarray(1))).toThrow(RangeError);
  });
});
