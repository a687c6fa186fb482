// A process that can be killed in this one: from that moment its store answers nothing any more and its timers
// stand still, while what it had sent may still be carried out. Others see that it is gone.
import type { OpenContext } from '../../shared/platform/open-context.ts';
import type { StepContext } from '../../shared/steps/context.ts';
import type { Store } from '../../shared/store/store.ts';
import type { World } from './world.ts';

export interface Mortal {
  context: StepContext;
  kill(): void;
  isDead(): boolean;
  /** How often it has put or deleted something. */
  writes(): number;
}

const host = 'of the test';

/** @param diesBefore the number of the write to its store that it does not live to make, from 0 */
export async function openMortal(
  world: Pick<World, 'open' | 'clock'>,
  diesBefore = Number.POSITIVE_INFINITY,
): Promise<Mortal> {
  const opened = await world.open();
  let dead = false;
  let writes = 0;
  const alive = () => {
    if (dead) throw new Error('killed');
  };
  const count = () => {
    alive();
    if (writes === diesBefore) dead = true;
    alive();
    writes += 1;
  };
  const { store } = opened;
  const mortal: Store = {
    get: async (key) => {
      alive();
      return store.get(key);
    },
    put: async (key, value, options) => {
      count();
      return store.put(key, value, options);
    },
    delete: async (key, options) => {
      count();
      return store.delete(key, options);
    },
    list: (collection, prefix) => {
      alive();
      return store.list(collection, prefix);
    },
    compact: () => store.compact(),
    close: () => store.close(),
  };
  const time = {
    ...world.clock,
    every: (ms: number, call: () => void) => world.clock.every(ms, () => !dead && call()),
  };
  return {
    context: { ...opened, store: mortal, time, process: processOf(1, () => false) },
    kill: () => {
      dead = true;
    },
    isDead: () => dead,
    writes: () => writes,
  };
}

/**
 * Dies at one of its requests.
 * @param request its number among those of the run, from 0
 * @param isDone the request is carried out all the same, else it is lost
 */
export async function openMortalAt(
  world: Pick<World, 'open' | 'clock' | 'relay'>,
  request: number,
  isDone: boolean,
): Promise<Mortal> {
  const mortal = await openMortal(world);
  let seen = 0;
  world.relay.always(
    () => !mortal.isDead() && seen++ === request,
    async (_asked, forward) => {
      mortal.kill();
      if (isDone) await forward();
      return 'dropped';
    },
  );
  return mortal;
}

/** A process that sees that the mortal one is gone. */
export async function openHeir(world: Pick<World, 'open'>): Promise<OpenContext> {
  return { ...(await world.open()), process: processOf(2, (pid) => pid === 1) };
}

function processOf(pid: number, isGone: (pid: number) => boolean): NonNullable<StepContext['process']> {
  return {
    mark: { host, pid, startedAt: 'then' },
    isGone: (mark) => mark.host === host && isGone(mark.pid),
  };
}
