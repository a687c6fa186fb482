// What the product may ask of one SAP LeanIX workspace. Types only; connect-leanix.ts fulfils them.

import type {
  DataModel,
  FactSheet,
  Mutation,
  Refused,
  SubscriptionRole,
  Tag,
  Workspace,
  Written,
} from '../../core/model.ts';
import type { LandbridgeError } from '../../errors.ts';

export interface FactSheetSelection {
  type: string;
  /** Plain fields besides the base ones; each must exist in the data model. */
  fields: readonly string[];
  /** Those of them that hold external ids. */
  idFields?: readonly string[];
  /** Absent for types that carry none. */
  externalIdField?: string;
  hasLifecycle: boolean;
  /** Relations to be read, with what stands on each of them by its own keys. */
  relations?: Readonly<Record<string, readonly string[]>>;
  documents?: true;
  subscriptions?: true;
}

export interface FactSheetPage {
  active: FactSheet[];
  archived: FactSheet[];
  /** As LeanIX counted them when it was last asked, independent of paging. */
  activeTotal: number;
  archivedTotal: number;
  /** All tags of the workspace, on the first page only; absent where it refuses to name them. */
  tags?: Tag[];
}

export type BatchAnswer =
  | { state: 'written'; written: Written[] }
  /** Nothing was written; these are why. The rest of the batch can be sent again. */
  | { state: 'refused'; refused: Refused[] }
  /** Nothing was written and no mutation of several was named: send it in halves. */
  | { state: 'too-large'; message: string }
  /** It may or may not have been written: look up before sending again. */
  | { state: 'unclear'; sentAt: number; error: LandbridgeError; tooLarge: boolean };

/** Of mutations that were only looked at. */
export type ValidationAnswer =
  /** `seen`: fact sheets as they would be, with the revisions they have; a new one has no id yet. */
  | { state: 'passed'; seen: readonly { ref: string; id: string; rev?: number }[] }
  | Extract<BatchAnswer, { state: 'refused' | 'too-large' }>;

export type FactSheetKeys = { externalIds: readonly string[] } | { ids: readonly string[] };

export interface LeanIx {
  /** @throws LX_TOKEN_EXPIRED */
  checkToken(): Promise<void>;
  /** Which workspace the token leads to, read from the token itself. */
  workspace(): Promise<Workspace>;
  dataModel(): Promise<DataModel>;
  subscriptionRoles(): Promise<SubscriptionRole[]>;
  /** The tag library; undefined where the workspace refuses to name it. */
  tags(): Promise<Tag[] | undefined>;
  /**
   * All fact sheets of a type, the newest change first, each once; archived ones beside the active ones. Not a
   * snapshot: what changes while it is read may be missing, and a cursor does not outlive a few minutes.
   */
  factSheetPages(selection: FactSheetSelection): AsyncGenerator<FactSheetPage>;
  /**
   * The same of several types, in their order: one request brings the first page of each, when the first of them is
   * asked for.
   */
  pagesTogether(selections: readonly FactSheetSelection[]): AsyncGenerator<FactSheetPage>[];
  /** Those with these keys, archived ones too; at most 50 keys go into one request. */
  findFactSheets(selection: FactSheetSelection, by: FactSheetKeys): Promise<FactSheet[]>;
  /**
   * Sends the mutations as one transaction.
   * @param beforeAttempt called each time when the batch is about to leave, after every wait and a new token;
   * what it throws keeps it from leaving and is thrown
   * @throws what surely kept the whole batch from being sent or looked at: LX_TOKEN_REJECTED,
   * LX_TOKEN_PERMISSION, NET_THROTTLED, NET_UNREACHABLE
   */
  writeBatch(mutations: readonly Mutation[], beforeAttempt?: () => Promise<void>): Promise<BatchAnswer>;
  /**
   * Has LeanIX look at mutations that make or change fact sheets, or make links, without carrying them out.
   * @throws BUG_UNEXPECTED for any other, which it could only carry out
   */
  validateBatch(mutations: readonly Mutation[]): Promise<ValidationAnswer>;
}
