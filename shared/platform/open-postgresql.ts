// The PostgreSQL that is bound, opened once a process however many use it, and closed with the last of them: the
// connections of a plan are few.
import { LandbridgeError } from '../errors.ts';
import type { Database } from '../store/postgresql-database.ts';
import type { Store } from '../store/store.ts';
import { loadBoundServices } from './bound-services.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { log } from './log.ts';
import { isPostgresql, parsePostgresqlBinding } from './postgresql-binding.ts';
import { newUuid } from './random.ts';

interface Shared {
  database: Promise<Database>;
  users: number;
}

const shared = new Map<string, Shared>();

/**
 * @param name of the binding; empty: the only one there is
 * @param bindings file that takes the place of the environment's bindings
 * @throws CFG_BINDING_MISSING, CFG_BINDING_AMBIGUOUS, CFG_BINDING_INCOMPLETE, CFG_BINDINGS_UNREADABLE
 */
export async function openPostgresql(name = '', bindings?: string): Promise<Database> {
  const known = shared.get(name) ?? { database: connect(name, bindings), users: 0 };
  shared.set(name, known);
  known.users += 1;
  const leave = async () => {
    known.users -= 1;
    if (known.users > 0) return;
    if (shared.get(name) === known) shared.delete(name);
    const database = await known.database.catch(() => undefined);
    await database?.close();
  };
  const database = await known.database.catch(async (thrown: unknown) => {
    await leave();
    throw thrown;
  });
  let left: Promise<void> | undefined;
  return {
    ...database,
    close: () => {
      left ??= leave();
      return left;
    },
  };
}

/** @throws what openPostgresql throws; STORE_UNREACHABLE, STORE_UNTRUSTED, STORE_REFUSED, STORE_SCHEMA_NEWER */
export async function openBoundStore(
  name: string,
  { clock, bindings }: { clock: Clock; bindings?: string | undefined },
): Promise<Store> {
  const { openPostgresqlStore } = await import('../store/postgresql.ts');
  const database = await openPostgresql(name, bindings);
  try {
    return await openPostgresqlStore({ database, now: clock.now, newVersion: newUuid });
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

async function connect(name: string, bindings: string | undefined): Promise<Database> {
  const find = await loadBoundServices(bindings);
  const found = find((service) => isPostgresql(service) && (name === '' || service.name === name));
  const [service, ...more] = found;
  if (service === undefined) {
    const facts = { service: 'PostgreSQL', ...(name !== '' && { binding: name }) };
    throw new LandbridgeError('CFG_BINDING_MISSING', facts);
  }
  if (more.length > 0) {
    const names = found.map((each) => each.name).sort();
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: 'PostgreSQL', bindings: names.join(', ') });
  }
  const { connectPostgresql } = await import('../store/postgresql-database.ts');
  return connectPostgresql(parsePostgresqlBinding(service), {
    sleep: systemClock.sleep,
    onLost: (reason) => log('warn', 'database connection lost', { binding: service.name, reason }),
  });
}
