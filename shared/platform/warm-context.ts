// The contexts of a process that serves many calls: connections and tokens outlive a call, unless the
// configuration in the store changed meanwhile.
import type { OpenContext } from './open-context.ts';

const opened = new Map<string, Promise<OpenContext>>();

/** One context a flow. */
export async function warmContext(flow: string): Promise<OpenContext> {
  const former = await opened.get(flow);
  if (former !== undefined && (await former.isConfigCurrent())) return former;
  await former?.close();
  const known = import('./open-context.ts').then(({ openContext }) => openContext(flow));
  opened.set(flow, known);
  return known.catch((thrown: unknown) => {
    opened.delete(flow);
    throw thrown;
  });
}

export async function closeContexts(): Promise<void> {
  const contexts = await Promise.allSettled(opened.values());
  opened.clear();
  for (const context of contexts) if (context.status === 'fulfilled') await context.value.close();
}
