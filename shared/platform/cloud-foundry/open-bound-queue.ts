// pg-boss on the PostgreSQL that is bound, one a process: what sends and what works share it.

import type { PgBossQueue } from '../../queue/pg-boss.ts';
import { log } from '../log.ts';
import { openPostgresql } from '../open-postgresql.ts';
import { newUuid } from '../random.ts';

let opened: Promise<PgBossQueue> | undefined;

/** @param binding its name; empty: the only one there is. @throws what openPostgresql throws; STORE_UNREACHABLE */
export function openBoundQueue(binding: string): Promise<PgBossQueue> {
  opened ??= open(binding);
  // An attempt that failed is made again by whoever comes next.
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

async function open(binding: string): Promise<PgBossQueue> {
  const { openPgBossQueue } = await import('../../queue/pg-boss.ts');
  const database = await openPostgresql(binding);
  try {
    const queue = await openPgBossQueue({
      database,
      newId: newUuid,
      // It tries again by itself, and hands over copies: of ours the code is left.
      onTrouble: (trouble) =>
        log('warn', 'queue in trouble', { code: 'code' in trouble ? String(trouble.code) : trouble.name }),
    });
    return {
      ...queue,
      async close(graceMs) {
        await queue.close(graceMs);
        await database.close();
      },
    };
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}
