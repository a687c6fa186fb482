import { describe, expect, it } from 'vitest';
import { compareInstants, instantMs } from '../../../shared/core/instant.ts';

describe('compareInstants', () => {
  it('sees a nanosecond, which Date cannot', () => {
    const [earlier, later] = ['2026-01-05T09:00:00.123456788Z', '2026-01-05T09:00:00.123456789Z'];
    expect(instantMs(earlier)).toBe(instantMs(later));
    expect(compareInstants(earlier, later)).toBeLessThan(0);
    expect(compareInstants(later, earlier)).toBeGreaterThan(0);
  });

  it.each([
    ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00:00.5Z', '2026-01-05T09:00:00.500000Z'],
  ])('takes %s and %s for the same', (left, right) => {
    expect(compareInstants(left, right)).toBe(0);
  });

  it('orders fractions of unlike length', () => {
    expect(compareInstants('2026-01-05T09:00:00.09Z', '2026-01-05T09:00:00.1Z')).toBeLessThan(0);
    expect(compareInstants('2026-01-05T09:00:00.999999999Z', '2026-01-05T09:00:01Z')).toBeLessThan(0);
  });
});

describe('instantMs', () => {
  it('gives NaN for what is no instant', () => {
    expect(instantMs('2026-01-05T09:00:00.123456789Z')).toBe(Date.UTC(2026, 0, 5, 9, 0, 0, 123));
    expect(instantMs('')).toBeNaN();
  });
});
