// Picks the store adapter; it is loaded only when it is used.
import { existsSync } from 'node:fs';
import type { Store } from '../store/store.ts';
import { type Clock, systemClock } from './clock.ts';
import { stateFile } from './environment.ts';

/** @throws STORE_UNREADABLE, STORE_SCHEMA_NEWER */
export async function openStore(state = stateFile(), clock: Clock = systemClock): Promise<Store> {
  const { openSqliteStore } = await import('../store/sqlite.ts');
  return openSqliteStore({ file: state, now: clock.now });
}

/** The store where there is one: merely looking makes none. @throws STORE_UNREADABLE, STORE_SCHEMA_NEWER */
export async function openExistingStore(state = stateFile(), clock?: Clock): Promise<Store | undefined> {
  return existsSync(state) ? openStore(state, clock) : undefined;
}
