// Laws of explanations: what is explained is what matching says, and every number named bears it out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../shared/core/finish.ts';
import { explainMatch, type MatchExplained } from '../../shared/core/match/explain-match.ts';
import { type MatchInput, pair } from '../../shared/core/match/pair.ts';
import { leastAmbiguous, thresholds } from '../../shared/core/match/propose.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { anyEvents, anyObjects, anyRows, happen, startWorld } from '../support/arbitraries.ts';
import { tagId } from '../support/builders.ts';
import { applyPlan, planOf, type World } from '../support/paper-run.ts';

const anyWorld: fc.Arbitrary<World> = fc
  .record({ objects: anyObjects, rows: anyRows, isFirst: fc.boolean(), day: anyEvents })
  .map(({ objects, rows, isFirst, day }) => {
    const start = startWorld(objects, rows);
    return isFirst ? start : happen(applyPlan(start, planOf(start)).world, day);
  });

function inputOf({ items, rows, links }: World): MatchInput {
  return { items, factSheets: [...rows.values()], links, rules: landscape, tagId, isWhole: true };
}

function explain(input: MatchInput, key: string): MatchExplained | undefined {
  return finish(explainMatch(input, key));
}

describe('an explanation', () => {
  it('is of the pairing that matching came to, and its numbers are the reason', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const input = inputOf(world);
        for (const pairing of pair(input)) {
          const explained = explain(input, pairing.item.key);
          expect(explained?.pairing).toEqual(pairing);
          const { best, next } = explained?.clearness ?? {};
          const isClear = next === undefined || next.share <= thresholds.margin;
          switch (explained?.rule.code) {
            case 'PROPOSED':
              expect('candidates' in pairing && pairing.candidates[0]?.factSheetId).toBe(best?.factSheetId);
              expect(best?.score).toBeGreaterThanOrEqual(thresholds.least);
              expect(isClear).toBe(true);
              break;
            case 'AMBIGUOUS_CANDIDATES':
              expect(isClear && (explained.clearness?.certain.length ?? 0) < 2).toBe(false);
              break;
            case 'SCORE_LOW':
              expect(best?.score).toBeLessThan(thresholds.least);
              break;
            case 'SCORE_CONTESTED':
              expect(best?.score).toBeLessThan(leastAmbiguous);
              expect(isClear).toBe(false);
              break;
            case 'NOTHING_FREE':
              for (const { fate } of explained.likened)
                expect(['never', 'taken', 'claimed', 'rejected']).toContain(fate);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('shows the fact sheet that was chosen, once, all that could be meant, and none of those that a veto keeps out as free', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const input = inputOf(world);
        for (const { key } of world.items) {
          const { pairing, likened = [] } = explain(input, key) ?? {};
          const ids = likened.map(({ factSheetId }) => factSheetId);
          expect(new Set(ids).size).toBe(ids.length);
          if (pairing !== undefined && 'candidates' in pairing)
            expect(ids).toEqual(
              expect.arrayContaining(pairing.candidates.map(({ factSheetId }) => factSheetId)),
            );
          const chosen = likened.filter(({ fate }) => fate === 'chosen');
          if (pairing?.state === 'proposed') expect(chosen).toHaveLength(1);
          for (const { fate, veto, owner } of likened) {
            expect(veto !== undefined).toBe(fate === 'never');
            if (fate === 'taken') expect(owner?.item).not.toBe(key);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is the same whatever the order of items and fact sheets', () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 1, max: 7 }), (world, by) => {
        const input = inputOf(world);
        const turned = <Value>(values: readonly Value[]) =>
          [...values.slice(by), ...values.slice(0, by)].reverse();
        const mixed = { ...input, items: turned(input.items), factSheets: turned([...input.factSheets]) };
        for (const { key } of world.items) expect(explain(mixed, key)).toEqual(explain(input, key));
      }),
      { numRuns: 100 },
    );
  });
});
