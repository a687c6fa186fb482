// Every request of a small run, written out. It is the least there can be: two tokens, the landscape and the empty
// page that ends it, the data model, one page of fact sheets with the tags, one batch.
import { describe, expect, it } from 'vitest';
import { type Night, openWorld } from '../../support/world.ts';

const calmToken = 'cloud-alm POST /uaa/oauth/token';
const landscapePage = 'cloud-alm GET /api/calm-landscape/v1/landscapeObjects';
const leanIxToken = 'leanix POST /services/mtm/v1/oauth2/token';
const dataModel = 'leanix GET /services/pathfinder/v1/models/dataModel';
const graphql = 'leanix POST /services/pathfinder/v1/graphql';

function requestsOf({ run }: Night): number {
  return Object.values(run.requests).reduce((sum, { requests }) => sum + requests, 0);
}

describe('the requests of a run over 20 objects', () => {
  it('are the least possible on the first night, at once again, and on the next quiet night', async () => {
    const world = await openWorld({ size: 20, seed: 7 });

    const first = await world.run();
    expect(first.run.state).toBe('done');
    expect(first.report.counts).toMatchObject({ items: 20, created: 9, linked: 1, skipped: 10 });
    // The two tokens are asked for side by side.
    expect(first.ledger.slice(0, 2).sort()).toEqual([calmToken, leanIxToken]);
    expect(first.ledger.slice(2)).toEqual([
      landscapePage,
      landscapePage,
      dataModel,
      `${graphql}: 2 allFactSheets, allTags`,
      `${graphql}: 9 createFactSheet, updateFactSheet`,
    ]);

    const again = await world.run();
    expect(again.ledger).toEqual([landscapePage, landscapePage, `${graphql}: 2 allFactSheets, allTags`]);
    expect(again.report.counts).toEqual({ ...first.report.counts, created: 0, linked: 0, unchanged: 10 });

    world.simulator.advance({ change: 0 });
    const quiet = await world.night();
    expect(quiet.ledger.slice(0, 2).sort()).toEqual([calmToken, leanIxToken]);
    expect(quiet.ledger.slice(2)).toEqual(again.ledger);
    expect(quiet.report).toEqual(again.report);
    for (const night of [first, again, quiet]) expect(requestsOf(night)).toBe(night.ledger.length);
  });

  it('hold one batch and the data model more when there is something to write', async () => {
    const world = await openWorld({ size: 20, seed: 7 });
    await world.run();
    world.simulator.advance({ change: 4 });
    const night = await world.run();
    const writes = night.report.counts.created + night.report.counts.updated;
    expect(writes).toBeGreaterThan(0);
    expect(night.ledger.slice(0, -1)).toEqual([
      landscapePage,
      landscapePage,
      `${graphql}: 2 allFactSheets, allTags`,
      dataModel,
    ]);
    expect(night.ledger.at(-1)).toMatch(/graphql: .*(create|update)FactSheet/);
    expect(requestsOf(night)).toBe(night.ledger.length);
  });
});
