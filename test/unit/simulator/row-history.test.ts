import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FactSheet, newFactSheet } from '../../../simulator/leanix/fact-sheet.ts';
import { createRowHistory } from '../../../simulator/leanix/row-history.ts';

const ids = ['a', 'b', 'c'];
const rowOf = (id: string, name: string): FactSheet =>
  newFactSheet({ id, type: 'Application', name, stamp: 0 });

describe('the row history', () => {
  it('knows each row as it was when the index last looked, whatever was written since', () => {
    const write = fc.record({ id: fc.constantFrom(...ids), after: fc.integer({ min: 0, max: 20 }) });
    fc.assert(
      fc.property(fc.array(write), fc.integer({ min: 1, max: 50 }), (writes, lagMs) => {
        const history = createRowHistory(lagMs);
        const current = new Map<string, FactSheet>();
        const states: { at: number; rows: ReadonlyMap<string, FactSheet> }[] = [{ at: -1, rows: new Map() }];
        let now = 0;
        writes.forEach(({ id, after }, index) => {
          now += after;
          history.note(id, current.get(id), now);
          current.set(id, rowOf(id, `${id} ${index}`));
          states.push({ at: now, rows: new Map(current) });
        });
        const seen = states.findLast(({ at }) => at <= now - lagMs)?.rows;
        const stale = history.stale(now);
        for (const id of ids) expect(stale.has(id) ? stale.get(id) : current.get(id)).toBe(seen?.get(id));
      }),
    );
  });

  it('keeps nothing when nothing lags', () => {
    const history = createRowHistory(0);
    history.note('a', rowOf('a', 'before'), 1);
    expect(history.stale(1).size).toBe(0);
  });
});
