// Compares an item with one fact sheet: what vetoes it, what makes it certain, and else what it scores.
import type { Evidence } from '../link.ts';
import { certainty } from './certainty.ts';
import { commonWords } from './common-words.ts';
import type { IdHit } from './identity.ts';
import type { Signal } from './pairing.ts';
import { type FactSheetSide, type ItemSide, shareNamed } from './sides.ts';
import { findVeto, idsIn } from './veto.ts';
import { weigh } from './weigh.ts';

export interface Comparison {
  score: number;
  signals: readonly Signal[];
  /** What makes it certain, as long as nothing else is as certain. */
  certain: Evidence | undefined;
  /** Why it can never be, whatever the score. */
  veto: string | undefined;
}

/** @param likeness of the letters, from 0 to 1 */
export function compare(
  item: ItemSide,
  factSheet: FactSheetSide,
  likeness: number,
  hits: readonly IdHit[],
): Comparison {
  const share = item.product === undefined ? 0 : shareNamed(item.product, factSheet.name);
  const isOtherProduct = share === 0 && item.product !== undefined;
  const common = commonWords(item.name, factSheet.name);
  const hasOtherId =
    hits.length === 0 &&
    item.evidence.ids.length > 0 &&
    factSheet.alias !== undefined &&
    idsIn(factSheet.alias).length > 0;
  return {
    ...weigh({ item, factSheet, likeness, hits, product: share, isOtherProduct, common, hasOtherId }),
    certain: certainty({ item, factSheet, hits, common, namesProduct: share === 1 }),
    veto: findVeto(item, factSheet, hits.length > 0),
  };
}
