// The least number of requests a run can need, to hold the real number against.
import type { IntegrationTenant } from '../../simulator/cloud-integration/tenant.ts';
import type { RunJson } from './run-json.ts';

const landscapePage = 500;
const factSheetPage = 500;
const artifactPage = 1000;
const mutationsPerRequest = 50;
const systems = 2;

export interface MinimumInput {
  json: RunJson;
  /** Fact sheets of the target type that the workspace held before. */
  factSheets: number;
  /** On the first run there are no tokens and no inventory to go on with. */
  isFirst: boolean;
  /** What the source needs, where it is not the landscape. */
  sourceRequests?: number | undefined;
}

/**
 * Tokens, the landscape with the empty page that ends a list whose cap is unknown, fact sheets, data model
 * and batches of mutations.
 */
export function minimumRequests({ json, factSheets, isFirst, sourceRequests }: MinimumInput): number {
  const { items, created, updated, linked } = json.counts;
  const writes = Math.ceil((created + updated + linked + json.retired) / mutationsPerRequest);
  const source = sourceRequests ?? Math.ceil(items / landscapePage) + 1;
  const inventory = isFirst ? Math.ceil(factSheets / factSheetPage) : 1;
  // What others lead to is a wave of its own, before them.
  const waves = (json.prepared ?? 0) > 0 ? 1 : 0;
  return (isFirst ? systems : 0) + source + inventory + (writes > 0 ? 1 : 0) + writes + waves;
}

/**
 * All that is deployed, the packages, each package, why each artifact failed; again where the reason is not there at
 * once.
 */
export function leastIFlowRequests({ deployed, packages }: IntegrationTenant): number {
  const failed = [...deployed.values()].filter(({ Status }) => Status === 'ERROR');
  const fresh = failed.filter(({ isErrorFresh }) => isErrorFresh);
  return Math.ceil(deployed.size / artifactPage) + 1 + packages.size + failed.length + fresh.length;
}
