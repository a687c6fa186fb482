// The least number of requests a run can need, to hold the real number against.
import type { RunJson } from './run-json.ts';

const landscapePage = 500;
const factSheetPage = 500;
const mutationsPerRequest = 50;
const systems = 2;

export interface MinimumInput {
  json: RunJson;
  /** Fact sheets of the target type that the workspace held before. */
  factSheets: number;
  /** On the first run there are no tokens and no inventory to go on with. */
  isFirst: boolean;
}

/**
 * Tokens, the landscape with the empty page that ends a list whose cap is unknown, fact sheets, data model
 * and batches of mutations.
 */
export function minimumRequests({ json, factSheets, isFirst }: MinimumInput): number {
  const { items, created, updated, linked } = json.counts;
  const writes = Math.ceil((created + updated + linked + json.retired) / mutationsPerRequest);
  const landscape = Math.ceil(items / landscapePage) + 1;
  const inventory = isFirst ? Math.ceil(factSheets / factSheetPage) : 1;
  return (isFirst ? systems : 0) + landscape + inventory + (writes > 0 ? 1 : 0) + writes;
}
