// Turns what a connector read into an item of a run: stable key, content hash.
import { createHash } from 'node:crypto';
import type { Item, SourceObject, SourceSystem } from './model.ts';

const keyPrefix = { 'cloud-alm': 'calm', 'cloud-integration': 'cpi' } as const satisfies Record<
  SourceSystem,
  string
>;

/** How every external id written for this source starts. */
export function keyPrefixOf(system: SourceSystem, tenant: string): string {
  return `${keyPrefix[system]}:${tenant}:`;
}

const party = 'system ';

/** Key in decisions of a system that items name and that is no item itself; ids of items hold no blanks. */
export function partyKey(system: SourceSystem, tenant: string, name: string): string {
  return `${keyPrefixOf(system, tenant)}${party}${name}`;
}

export function isParty(key: string): boolean {
  return nativeIdOf(key).startsWith(party);
}

/** Where the item of a key comes from. */
export function systemOf(key: string): SourceSystem {
  return key.startsWith(`${keyPrefix['cloud-integration']}:`) ? 'cloud-integration' : 'cloud-alm';
}

/** The part of an item's key that names it at its source: a tenant holds no colon. */
export function nativeIdOf(key: string): string {
  return key.split(':').slice(2).join(':');
}

/** Whether an external id was written by Landbridge, for whichever source. */
export function isOurExternalId(externalId: string): boolean {
  return Object.values(keyPrefix).some((prefix) => externalId.startsWith(`${prefix}:`));
}

/** The object of an item as its source sent it, for whoever looks at it. */
export type ItemSource = Pick<Item, 'kind' | 'nativeId' | 'tenant' | 'attributes'>;

export function sourceOf({ kind, nativeId, tenant, attributes }: Item): ItemSource {
  return { kind, nativeId, tenant, attributes };
}

export function itemOf(system: SourceSystem, tenant: string, object: SourceObject): Item {
  const attributes = Object.fromEntries(
    Object.entries(object.attributes).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
  const hash = createHash('sha256')
    .update(JSON.stringify([object.kind, object.name, attributes]))
    .digest('hex');
  // An object without an id cannot be told from another: its content stands in, and it is never written.
  const id = object.nativeId === '' ? `?${hash}` : object.nativeId;
  return { ...object, attributes, system, tenant, key: `${keyPrefixOf(system, tenant)}${id}`, hash };
}
