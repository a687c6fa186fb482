// The landscape objects of the simulated tenant that are alive, in the order the API lists them.
import type { LandscapeObject } from '../generate/landscape.ts';

export interface LandscapeStore {
  /** By lmsId, so that pages are stable (assumption Q-L3). */
  list(): readonly LandscapeObject[];
  get(lmsId: string): LandscapeObject | undefined;
  put(object: LandscapeObject): void;
  remove(lmsId: string): void;
}

export function createLandscapeStore(objects: readonly LandscapeObject[]): LandscapeStore {
  const byId = new Map(objects.map((object) => [object.lmsId, object]));
  let sorted: readonly LandscapeObject[] | undefined;
  return {
    list() {
      sorted ??= [...byId.values()].sort((a, b) => (a.lmsId < b.lmsId ? -1 : 1));
      return sorted;
    },
    get: (lmsId) => byId.get(lmsId),
    put(object) {
      byId.set(object.lmsId, object);
      sorted = undefined;
    },
    remove(lmsId) {
      byId.delete(lmsId);
      sorted = undefined;
    },
  };
}
