// The items of a run as its pulls left them, and which linked ones they do not hold any more.
import { keyPrefixOf } from '../core/item.ts';
import type { Link } from '../core/link.ts';
import type { Item } from '../core/model.ts';
import type { AssembleInput } from '../core/plan/assemble.ts';
import type { Skip } from '../core/plan/plan.ts';
import type { StepContext } from './context.ts';
import type { Run } from './run.ts';
import { createTextSharing } from './share-texts.ts';
import { readItems } from './snapshot.ts';
import { type LastPull, readLastPull } from './source-history.ts';

export interface Pulled {
  /** Those that the rules want. */
  items: readonly Item[];
  /** The others: most of a large landscape, of which no more is kept than is told. */
  ignored: readonly Skip[];
  /** Keys of all that are in use. */
  present: ReadonlySet<string>;
  /** What the last complete pull held, for each source whose pull is complete again. */
  before: readonly { prefix: string; since: string; last: LastPull }[];
}

export async function readPulled({ store, sources, rules }: StepContext, run: Run): Promise<Pulled> {
  const items: Item[] = [];
  const ignored: Skip[] = [];
  const present = new Set<string>();
  const share = createTextSharing();
  const before: Pulled['before'][number][] = [];
  for (const { system, tenant } of sources) {
    const pull = run.pulls[tenant];
    if (pull === undefined) continue;
    for await (const item of readItems(store, pull)) {
      if (rules.gone(item) === undefined) present.add(item.key);
      const reason = rules.skip(item);
      if (reason === undefined) items.push(share(item));
      else ignored.push({ item: item.key, name: item.name, reason });
    }
    const last = await readLastPull(store, run.flow, tenant);
    if (pull.state !== 'complete' || last === undefined) continue;
    const prefix = keyPrefixOf(system, tenant);
    before.push({ prefix, since: last.endedAt.slice(0, 10), last });
  }
  return { items, ignored, present, before };
}

/** Linked items that the pull did not hold: the last complete one neither, or this one for the first time. */
export async function findAbsent(
  links: ReadonlyMap<string, Link>,
  { present, before }: Pulled,
): Promise<Pick<AssembleInput, 'vanished' | 'missing'>> {
  const vanished = new Map<string, string>();
  const missing = new Set<string>();
  for (const { prefix, since, last } of before) {
    const absent = [...links.keys()].filter((key) => key.startsWith(prefix) && !present.has(key));
    const wasThere = absent.length === 0 ? new Set() : await last.keys();
    for (const key of absent) {
      if (wasThere.has(key)) missing.add(key);
      else vanished.set(key, since);
    }
  }
  return { vanished, missing };
}
