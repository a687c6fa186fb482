// What really belongs together in a simulated landscape and workspace, so that a run can be judged.

/** How the workspace of the seed already holds an object. */
export type TrueRelation = 'same-name' | 'other-name' | 'duplicate' | 'archived' | 'none';

export interface TrueObject {
  lmsId: string;
  name: string | null;
  objectType: string;
  /** Whether Cloud ALM still lists it. */
  alive: boolean;
  /** Fact sheets of the seed that stand for it; what others made later is not in here. */
  factSheetIds: readonly string[];
  relation: TrueRelation;
}

export interface Truth {
  objects: readonly TrueObject[];
  /** Now, with archived ones. */
  factSheets: { total: number; archived: number; byType: Readonly<Record<string, number>> };
  nights: number;
}

export interface TruePair {
  relation: TrueRelation;
  factSheetIds: readonly string[];
}
