// Reads a head with the records that hang on it as one: where somebody swapped the head meanwhile and took the
// former records away, the new one is read instead.
import { toLandbridgeError } from '../errors.ts';
import { readJson, type Versioned } from '../store/json.ts';
import type { Store, StoreKey } from '../store/store.ts';
import { trusted } from './trusted.ts';

export async function readWhole<Head, Loaded>(
  store: Store,
  key: StoreKey,
  load: (head: Head) => Promise<Loaded>,
): Promise<(Versioned<Head> & { loaded: Loaded }) | undefined> {
  let seen: string | undefined;
  for (;;) {
    const head = await readJson(store, key, trusted<Head>);
    if (head === undefined) return undefined;
    try {
      return { ...head, loaded: await load(head.value) };
    } catch (thrown) {
      const isSwapped = toLandbridgeError(thrown).code === 'STORE_BLOB_MISSING' && head.version !== seen;
      if (!isSwapped) throw thrown;
      seen = head.version;
    }
  }
}
