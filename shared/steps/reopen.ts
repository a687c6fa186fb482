// Takes back what was decided. Asks no system: the next run proposes again what there is to propose.
import { standingId } from '../core/inbox/keep-decisions.ts';
import type { Standing } from '../core/inbox/standing.ts';
import { LandbridgeError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { changeDecisions, type FlowPlace, type KeptDecisions, readDecisions } from './decisions.ts';
import { findItems } from './find-item.ts';

export { standingId } from '../core/inbox/keep-decisions.ts';

/**
 * All that was decided of items, or of a selection.
 * @param asked keys, native ids or names of items; ids of selections
 * @throws INBOX_NOT_DECIDED, INBOX_ITEM_UNKNOWN, INBOX_ITEM_AMBIGUOUS
 */
export async function reopen(
  store: Store,
  place: FlowPlace,
  asked: readonly string[],
): Promise<{ items: readonly string[]; standing: readonly Standing[] }> {
  const kept = await readDecisions(store, place);
  const standing = kept.standing.filter((rule) => asked.includes(standingId(rule)));
  const ids = new Set(standing.map(standingId));
  const items = await findDecided(
    store,
    place,
    asked.filter((text) => !ids.has(text)),
    kept,
  );
  await changeDecisions(store, place, (now) => ({
    decisions: now.decisions.filter(({ item }) => !items.has(item)),
    standing: now.standing.filter((rule) => !ids.has(standingId(rule))),
  }));
  return { items: [...items], standing };
}

async function findDecided(
  store: Store,
  place: FlowPlace,
  texts: readonly string[],
  { decisions }: KeptDecisions,
): Promise<Set<string>> {
  const decided = new Set(decisions.map(({ item }) => item));
  // By its key even where the source does not hold it any more.
  const gone = texts.filter((text) => decided.has(text));
  const found = await findItems(
    store,
    place,
    texts.filter((text) => !decided.has(text)),
  );
  const undecided = found.filter(({ key }) => !decided.has(key)).map(({ key }) => key);
  if (undecided.length > 0) throw new LandbridgeError('INBOX_NOT_DECIDED', { items: undecided.join(', ') });
  return new Set([...gone, ...found.map(({ key }) => key)]);
}
