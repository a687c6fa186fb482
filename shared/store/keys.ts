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

function buildKey(collection: string, ...parts: string[]): StoreKey {
  return { collection, key: parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/') };
}

/** The keys that have further parts behind these. */
function buildRange(collection: string, ...parts: string[]): KeyRange {
  return { collection, prefix: buildKey(collection, ...parts, '').key };
}

export const runKey = (run: string): StoreKey => buildKey('run', run);
export const runsRange: KeyRange = { collection: 'run', prefix: '' };
export const flowKey = (flow: string): StoreKey => buildKey('flow', flow);

export const flowLeaseKey = (flow: string): StoreKey => buildKey('lease', 'flow', flow);
export const writerLeaseKey = (workspaceId: string): StoreKey => buildKey('lease', 'workspace', workspaceId);

export const tokenKey = (system: string, connection: string): StoreKey =>
  buildKey('token', system, connection);
export const sourceKey = (flow: string, tenant: string): StoreKey => buildKey('source', flow, tenant);

export const inventoryKey = (workspaceId: string): StoreKey => buildKey('inventory', workspaceId);
export const linksKey = (workspaceId: string, flow: string): StoreKey => buildKey('links', workspaceId, flow);
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
