// How the simulated workspace is set up: what an admin of a real one decides, and where LeanIX itself is not
// known, which of the possible behaviours is simulated. Every setting has a default that needs no thought.

export interface LeanixSettings {
  /** Permission role of the technical user whose API token is in the bindings. */
  role: Role;
  /** Days until the API token of the technical user expires, counted from now; 0: it has. */
  apiTokenDays: number;
  /** Whether a display name may stand on one active fact sheet of a type only (assumption A2). */
  uniqueNames: boolean;
  /** Whether child IT components carry their parent's name; not in workspaces since March 2026 (leanix-api 2.6). */
  childComponentsPrefixed: boolean;
  /** Fields for external ids besides `externalId`; LeanIX adds them on request (leanix-api 2.6). */
  externalIdFields: readonly string[];
  /** Whether an external id may stand on one active fact sheet only. */
  uniqueExternalId: boolean;
  /** External ids flagged readOnly are written with `forceWrite` only (leanix-api 2.5). */
  readOnlyExternalId: boolean;
  /** Whether fact sheets carry a quality seal that an edit may break (leanix-api 2.9). */
  qualitySeal: boolean;
  /** Whether new fact sheets begin as drafts; only then DRAFT and REJECTED exist. */
  drafts: boolean;
  /** Whether `tagName` makes a tag of no group when there is none of that name (leanix-api 2.5). */
  tagsOnTheFly: boolean;
  /** What happens to a second tag of a group that allows one (assumption A7). */
  secondSingleTag: 'refuse' | 'replace';
  /** How a missing permission is answered (assumption A3): inside GraphQL, or as HTTP 403. */
  forbidden: 'error' | '403';
  /** Fields and relations the technical user may read but not write: `key` of all types or `Type.key`. */
  lockedFields: readonly string[];
  /** Percent of the generated fact sheets that an access control list hides from the technical user. */
  hiddenPercent: number;
  /** Percent of the generated fact sheets that the technical user may read but not write. */
  protectedPercent: number;
  /** How long searches do not see a write (assumption A18). */
  indexLagMs: number;
  /** When automations of the workspace change revisions behind a client's back (leanix-api 2.7). */
  automation: 'never' | 'after-write' | 'after-read' | 'both';
  /** Percent of the fact sheets that automations care for. */
  automationPercent: number;
  /** How long after the write an automation comes; it never comes before the write is answered. */
  automationDelayMs: number;
}

export type Role = 'admin' | 'member' | 'viewer';

const defaults: LeanixSettings = {
  role: 'admin',
  apiTokenDays: 365,
  uniqueNames: true,
  childComponentsPrefixed: true,
  externalIdFields: [],
  uniqueExternalId: true,
  readOnlyExternalId: false,
  qualitySeal: true,
  drafts: false,
  tagsOnTheFly: false,
  secondSingleTag: 'refuse',
  forbidden: 'error',
  lockedFields: [],
  hiddenPercent: 0,
  protectedPercent: 0,
  indexLagMs: 0,
  automation: 'never',
  automationPercent: 30,
  automationDelayMs: 0,
};

export function fillIn(given: Partial<LeanixSettings>): LeanixSettings {
  return { ...defaults, ...given };
}
