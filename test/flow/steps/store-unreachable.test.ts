// A database that goes away in the midst of a run, for longer than a call waits: nothing is taken for failed, the
// message comes again, and the night ends as if nothing had been.
import { expect, it } from 'vitest';
import { LandbridgeError } from '../../../shared/errors.ts';
import { beginRun } from '../../../shared/platform/begin-run.ts';
import type { OpenContext } from '../../../shared/platform/open-context.ts';
import { workMessage } from '../../../shared/platform/work-message.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { readRun } from '../../../shared/steps/run.ts';
import type { Store } from '../../../shared/store/store.ts';
import { openWorld, systems, type World } from '../../support/world.ts';

const objects = systems(3);

/** A store whose database goes away before its write with this number, from 0. */
function leaving(store: Store, goesBefore: number) {
  let writes = 0;
  let isGone = false;
  let hasGone = false;
  const ask = () => {
    if (isGone) throw new LandbridgeError('STORE_UNREACHABLE', { reason: 'ECONNREFUSED' });
  };
  const write = () => {
    if (writes === goesBefore) isGone = hasGone = true;
    writes += 1;
    ask();
  };
  const gone: Store = {
    ...store,
    get: async (key) => {
      ask();
      return store.get(key);
    },
    put: async (...args) => {
      write();
      return store.put(...args);
    },
    delete: async (...args) => {
      write();
      return store.delete(...args);
    },
    list: (...args) => {
      ask();
      return store.list(...args);
    },
  };
  return {
    store: gone,
    hasGone: () => hasGone,
    comeBack: () => {
      isGone = false;
      writes = Number.NEGATIVE_INFINITY;
    },
  };
}

async function night(world: World, goesBefore: number): Promise<{ state: string; hasGone: boolean }> {
  const opened = await world.open();
  const database = leaving(opened.store, goesBefore);
  // On Cloud Foundry nobody can tell that a process is dead: leases run out.
  const { process: _, ...rest } = opened;
  const context: OpenContext = { ...rest, store: database.store };
  const left: Message[] = [];
  const queue = { send: async (message: Message) => void left.push(message) };
  const begin = () => beginRun(context, queue, 'landscape');
  const again = (thrown: unknown) => {
    if (!(thrown instanceof LandbridgeError) || thrown.code !== 'STORE_UNREACHABLE') throw thrown;
    database.comeBack();
    world.clock.advance(61_000);
  };
  const { run } = await begin().catch((thrown: unknown) => {
    again(thrown);
    return begin();
  });
  for (let message = left.shift(); message !== undefined; message = left.shift()) {
    const { delayMs = 0, ...given } = message;
    world.clock.advance(delayMs);
    try {
      await workMessage(context, queue, given);
    } catch (thrown) {
      again(thrown);
      left.unshift(given);
    }
  }
  return { state: (await readRun(opened.store, run))?.state ?? 'none', hasGone: database.hasGone() };
}

it('ends as ever, wherever in the night the database went away', async () => {
  const undisturbed = await openWorld({ objects });
  await undisturbed.night();
  const wanted = (await undisturbed.applications()).map(({ name, rev }) => `${name} ${rev}`);
  for (let goesBefore = 0, isOver = false; !isOver; goesBefore += 1) {
    const world = await openWorld({ objects });
    const { state, hasGone } = await night(world, goesBefore);
    expect(state).toBe('done');
    expect((await world.applications()).map(({ name, rev }) => `${name} ${rev}`)).toEqual(wanted);
    isOver = !hasGone;
    if (isOver) expect(goesBefore).toBeGreaterThan(20);
  }
}, 120_000);
