// Keeps which collections of the store are written to, in order, by what goes on in one context.
import type { StepContext } from '../../shared/steps/context.ts';

export function watchStore<Context extends StepContext>(
  context: Context,
): { context: Context; written: string[] } {
  const { store } = context;
  const written: string[] = [];
  const put: typeof store.put = async (key, value, options) => {
    written.push(key.collection);
    return store.put(key, value, options);
  };
  return { context: { ...context, store: { ...store, put } }, written };
}
