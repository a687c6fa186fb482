// The contexts of a process that serves many calls: connections and tokens outlive a call, unless the
// configuration in the store changed meanwhile, or so much time went by that the bindings may have.
import { systemClock } from './clock.ts';
import type { OpenContext } from './open-context.ts';

interface Warm {
  context: Promise<OpenContext>;
  openedAt: number;
}

const opened = new Map<string, Warm>();

/** A secret that was rotated is used after this time at the latest. */
const maxAgeMs = 15 * 60_000;

/** One context a flow. */
export async function warmContext(flow: string): Promise<OpenContext> {
  const former = opened.get(flow);
  const context = await former?.context;
  const isFresh = former !== undefined && systemClock.now() - former.openedAt < maxAgeMs;
  if (context !== undefined && isFresh && (await context.isConfigCurrent())) return context;
  await context?.close();
  const known = import('./open-context.ts').then(({ openContext }) => openContext(flow));
  opened.set(flow, { context: known, openedAt: systemClock.now() });
  return known.catch((thrown: unknown) => {
    opened.delete(flow);
    throw thrown;
  });
}

export async function closeContexts(): Promise<void> {
  const contexts = await Promise.allSettled([...opened.values()].map(({ context }) => context));
  opened.clear();
  for (const context of contexts) if (context.status === 'fulfilled') await context.value.close();
}
