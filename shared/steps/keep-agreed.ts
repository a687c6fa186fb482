// Where the source and a person came to the same value, it is the one that Landbridge keeps: what the source says next
// follows it, and is no conflict with a value that nobody holds any more.
import type { Agreed } from '../core/plan/assemble.ts';
import type { Store } from '../store/store.ts';
import { changeLinks } from './links.ts';

/** @throws STORE_LEASE_LOST */
export async function keepAgreed(
  store: Store,
  { workspaceId, flow }: { workspaceId: string; flow: string },
  agreed: Agreed,
): Promise<void> {
  if (agreed.size === 0) return;
  await changeLinks(store, workspaceId, flow, async (links) => {
    for (const [item, values] of agreed) {
      const link = links.get(item);
      if (link !== undefined) links.set(item, { ...link, written: { ...link.written, ...values } });
    }
  });
}
