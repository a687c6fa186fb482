// Picks the store adapter; it is loaded only when it is used.
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { stateFile } from './environment.ts';

/** @throws STORE_UNREADABLE, STORE_SCHEMA_NEWER */
export async function openStore(state: string | undefined, clock: Clock = systemClock): Promise<Store> {
  const { openSqliteStore } = await import('../store/sqlite.ts');
  return openSqliteStore({ file: state ?? stateFile(), now: clock.now });
}
