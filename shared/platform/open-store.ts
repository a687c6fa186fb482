// Picks the store adapter; it is loaded only when it is used. A state is a file, `dynamodb:<table>`, or the bound
// PostgreSQL: `postgresql`, and `postgresql:<binding>` where several are bound.
import { existsSync } from 'node:fs';
import type { Store } from '../store/store.ts';
import { type Clock, systemClock } from './clock.ts';
import { stateFile } from './environment.ts';
import { newUuid } from './random.ts';

export interface StoreOptions {
  clock?: Clock | undefined;
  /** File with bindings that take the place of the environment's. */
  bindings?: string | undefined;
}

const tableState = /^dynamodb:(?<table>.+)$/;
const boundState = /^postgresql(?::(?<binding>.+))?$/;

/** The binding of a state that is PostgreSQL: empty for the only one there is. */
export function bindingOf(state: string): string | undefined {
  const found = boundState.exec(state);
  return found === null ? undefined : (found.groups?.binding ?? '');
}

/** Whether it goes with the disk of this machine. */
export function isFile(state: string): boolean {
  return !tableState.test(state) && bindingOf(state) === undefined;
}

/**
 * @throws STORE_UNREADABLE, STORE_SCHEMA_NEWER; of what is no file also STORE_UNREACHABLE, STORE_REFUSED, and of
 * PostgreSQL CFG_BINDING_…, STORE_UNTRUSTED
 */
export async function openStore(state = stateFile(), options: StoreOptions = {}): Promise<Store> {
  const { clock = systemClock, bindings } = options;
  const table = tableState.exec(state)?.groups?.table;
  if (table !== undefined) {
    const { openDynamodbStore } = await import('../store/dynamodb.ts');
    return openDynamodbStore({ table, now: clock.now, newVersion: newUuid });
  }
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
  return !isFile(state) || existsSync(state) ? openStore(state, options) : undefined;
}
