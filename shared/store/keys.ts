// The only place that builds keys of the store. Parts are percent-encoded and joined by a slash, so that no
// tenant, connection or id, whatever it holds, can make two keys the same or one key a part of another's range.
import type { StoreKey } from './store.ts';

/** What Store.list takes: all keys of a collection that start with the prefix. */
export interface KeyRange {
  collection: string;
  prefix: string;
}

/** Wide enough for a run of a hundred million batches; padded, byte order is the order of the numbers. */
const batchDigits = 8;

/**
 * All there are. What others name comes first: a store that is filled in this order never holds a head before
 * what hangs on it.
 */
export const collections = [
  'blob',
  'journal',
  'run',
  'flow',
  'source',
  'inventory',
  'model',
  'links',
  'held',
  'decisions',
  'inbox',
  'settled',
  'config',
  'job-call',
  'lease',
  'token',
] as const;

type Collection = (typeof collections)[number];

function buildKey(collection: Collection, ...parts: string[]): StoreKey {
  return { collection, key: parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/') };
}

/** The parts that a key was built from. */
export function partsOf(key: string): string[] {
  return key.split('/').map(decodeURIComponent);
}

/** The keys that have further parts behind these. */
function buildRange(collection: Collection, ...parts: string[]): KeyRange {
  return { collection, prefix: buildKey(collection, ...parts, '').key };
}

export const runKey = (run: string): StoreKey => buildKey('run', run);
export const runsRange: KeyRange = { collection: 'run', prefix: '' };
export const flowKey = (flow: string): StoreKey => buildKey('flow', flow);

export const leasesRange: KeyRange = { collection: 'lease', prefix: '' };
export const flowLeaseKey = (flow: string): StoreKey => buildKey('lease', 'flow', flow);
export const writerLeaseKey = (workspaceId: string): StoreKey => buildKey('lease', 'workspace', workspaceId);

/** The configuration, where it is kept in the store rather than in a file. */
export const configKey: StoreKey = buildKey('config', 'landbridge');

/** A call of a scheduler that waits to be told what came of it. */
export const jobCallKey = (job: string, schedule: string, run: string): StoreKey =>
  buildKey('job-call', job, schedule, run);
export const jobCallsRange: KeyRange = { collection: 'job-call', prefix: '' };

export const tokenKey = (system: string, connection: string): StoreKey =>
  buildKey('token', system, connection);
export const sourceKey = (flow: string, tenant: string): StoreKey => buildKey('source', flow, tenant);

export const inventoryKey = (workspaceId: string, flow: string): StoreKey =>
  buildKey('inventory', workspaceId, flow);
export const inventoriesRange = (workspaceId: string): KeyRange => buildRange('inventory', workspaceId);
export const linksKey = (workspaceId: string, flow: string): StoreKey => buildKey('links', workspaceId, flow);
export const allLinksRange: KeyRange = { collection: 'links', prefix: '' };
export const linksRange = (workspaceId: string): KeyRange => buildRange('links', workspaceId);
/** What was taken back and not released. */
export const heldKey = (workspaceId: string, flow: string): StoreKey => buildKey('held', workspaceId, flow);
export const heldRange: KeyRange = { collection: 'held', prefix: '' };
/** What people decided, kept for good. */
export const decisionsKey = (workspaceId: string, flow: string): StoreKey =>
  buildKey('decisions', workspaceId, flow);
export const decisionsRange: KeyRange = { collection: 'decisions', prefix: '' };
/** What waits for a person, as the last run left it. */
export const inboxKey = (workspaceId: string, flow: string): StoreKey => buildKey('inbox', workspaceId, flow);
export const inboxRange: KeyRange = { collection: 'inbox', prefix: '' };
export const dataModelKey = (workspaceId: string): StoreKey => buildKey('model', workspaceId);
/** What a flow came to when it last had nothing left to do. */
export const settledKey = (workspaceId: string, flow: string): StoreKey =>
  buildKey('settled', workspaceId, flow);

/** Stands outside the range of the run's entries. */
export const journalHeadKey = (run: string): StoreKey => buildKey('journal', run);
export const journalKey = (run: string, batch: number): StoreKey =>
  buildKey('journal', run, String(batch).padStart(batchDigits, '0'));
export const journalRange = (run: string): KeyRange => buildRange('journal', run);

export const blobKey = (owner: string, hash: string): StoreKey => buildKey('blob', owner, hash);
export const blobsRange = (owner: string): KeyRange => buildRange('blob', owner);
