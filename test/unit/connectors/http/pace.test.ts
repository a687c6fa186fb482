import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPace } from '../../../../shared/connectors/http/pace.ts';

describe('createPace', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('lets no more than so many start in any second', async () => {
    const pace = createPace(2);
    const begun: number[] = [];
    const startedAt = Date.now();
    for (let turn = 0; turn < 5; turn += 1) void pace.turn().then(() => begun.push(Date.now() - startedAt));
    await vi.advanceTimersByTimeAsync(3000);
    expect(begun).toEqual([0, 0, 1000, 1000, 2000]);
  });

  it('lets them start at equal distances where it is even', async () => {
    const pace = createPace(8, true);
    const begun: number[] = [];
    const startedAt = Date.now();
    for (let turn = 0; turn < 4; turn += 1) void pace.turn().then(() => begun.push(Date.now() - startedAt));
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun).toEqual([0, 125, 250, 375]);
  });
});
