// Picks the store adapter; it is loaded only when it is used. A state is a file, or `dynamodb:<table>`.
import { existsSync } from 'node:fs';
import type { Store } from '../store/store.ts';
import { type Clock, systemClock } from './clock.ts';
import { stateFile } from './environment.ts';
import { newUuid } from './random.ts';

const tableState = /^dynamodb:(?<table>.+)$/;

/** @throws STORE_UNREADABLE, STORE_SCHEMA_NEWER; the methods of a table's also STORE_UNREACHABLE, STORE_REFUSED */
export async function openStore(state = stateFile(), clock: Clock = systemClock): Promise<Store> {
  const table = tableState.exec(state)?.groups?.table;
  if (table !== undefined) {
    const { openDynamodbStore } = await import('../store/dynamodb.ts');
    return openDynamodbStore({ table, now: clock.now, newVersion: newUuid });
  }
  const { openSqliteStore } = await import('../store/sqlite.ts');
  return openSqliteStore({ file: state, now: clock.now });
}

/** The store where there is one: merely looking makes no file. @throws what openStore throws */
export async function openExistingStore(state = stateFile(), clock?: Clock): Promise<Store | undefined> {
  return tableState.test(state) || existsSync(state) ? openStore(state, clock) : undefined;
}
