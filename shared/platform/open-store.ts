// Picks the store adapter; it is loaded only when it is used. A state is a file, or the bound PostgreSQL:
// `postgresql`, and `postgresql:<binding>` where several are bound.
import { existsSync } from 'node:fs';
import type { Store } from '../store/store.ts';
import { type Clock, systemClock } from './clock.ts';
import { stateFile } from './environment.ts';

export interface StoreOptions {
  clock?: Clock | undefined;
  /** File with bindings that take the place of the environment's. */
  bindings?: string | undefined;
}

const bound = /^postgresql(?::(?<binding>.+))?$/;

/** The binding of a state that is no file: empty for the only one there is. */
export function bindingOf(state: string): string | undefined {
  const found = bound.exec(state);
  return found === null ? undefined : (found.groups?.binding ?? '');
}

/** @throws STORE_UNREADABLE, STORE_SCHEMA_NEWER; of a bound one also CFG_BINDING_…, STORE_UNREACHABLE, STORE_REFUSED */
export async function openStore(state = stateFile(), options: StoreOptions = {}): Promise<Store> {
  const { clock = systemClock, bindings } = options;
  const binding = bindingOf(state);
  if (binding !== undefined) {
    const { openBoundStore } = await import('./open-postgresql.ts');
    return openBoundStore(binding, { clock, bindings });
  }
  const { openSqliteStore } = await import('../store/sqlite.ts');
  return openSqliteStore({ file: state, now: clock.now });
}

/** The store where there is one: merely looking makes no file. @throws what openStore throws */
export async function openExistingStore(
  state = stateFile(),
  options?: StoreOptions,
): Promise<Store | undefined> {
  return bindingOf(state) !== undefined || existsSync(state) ? openStore(state, options) : undefined;
}
