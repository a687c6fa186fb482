import { describe, expect, it } from 'vitest';
import { type Call, floorMs, wallMs } from '../../../bench/floor.ts';

const paths = {
  token: ['cloud-alm', '/uaa/oauth/token', ''],
  leanIxToken: ['leanix', '/services/mtm/v1/oauth2/token', ''],
  landscape: ['cloud-alm', '/api/calm-landscape/v1/landscapeObjects', ''],
  dataModel: ['leanix', '/services/pathfinder/v1/models/dataModel', ''],
  factSheets: ['leanix', '/services/pathfinder/v1/graphql', 'allFactSheets,allFactSheets'],
  write: ['leanix', '/services/pathfinder/v1/graphql', 'createFactSheet,updateFactSheet'],
} as const;

function call(kind: keyof typeof paths, t = 0, answeredAt = t + 50): Call {
  const [system, path, operation] = paths[kind];
  return { system, path, operation, t, answeredAt };
}

function calls(kinds: Partial<Record<keyof typeof paths, number>>): Call[] {
  return Object.entries(kinds).flatMap(([kind, count]) =>
    Array.from({ length: count }, () => call(kind as keyof typeof paths)),
  );
}

describe('the floor', () => {
  it('is the latency of each stage: pages one after the other, four writes at once, both tokens together', () => {
    const run = { token: 1, leanIxToken: 1, landscape: 3, dataModel: 1, factSheets: 4, write: 9 };
    expect(floorMs(calls(run), 50)).toBe((1 + 3 + 1 + 4 + 3) * 50);
  });

  it('is the rate towards LeanIX where that takes longer', () => {
    expect(floorMs(calls({ landscape: 1, write: 100 }), 10)).toBe(4_000);
  });
});

describe('the wall time', () => {
  it('goes from the first request to the last answer, without the pause before the first write', () => {
    const run = [
      call('landscape', 1_000),
      call('factSheets', 1_050),
      call('write', 3_100),
      call('write', 3_101, 3_190),
    ];
    expect(wallMs(run)).toBe(2_190 - 2_000);
  });

  it('ends with the last answer, whichever came in last', () => {
    expect(wallMs([call('landscape', 0), call('write', 60, 500), call('write', 70, 120)])).toBe(490);
  });

  it('is the whole of a run that wrote nothing', () => {
    expect(wallMs([call('landscape', 10), call('factSheets', 100)])).toBe(140);
  });
});
