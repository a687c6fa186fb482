// The change that ends the life of a fact sheet whose item is gone, or puts it away where that is wanted. All phases
// are sent again, because a lifecycle patch deletes the phases it leaves out (leanix-api 2.5).

import type { Link } from '../link.ts';
import { changeField } from '../map/field-change.ts';
import type { FactSheet } from '../model.ts';
import { planArchive } from './archive.ts';
import { formatLifecycle } from './lifecycle.ts';
import type { Change } from './plan.ts';

const endOfLife = 'endOfLife';

interface Means {
  /** What people made is theirs to put away. */
  archivesOurs: boolean;
  /** The workspace has an end of life for the type. */
  canRetire: boolean;
}

/**
 * Undefined when there is nothing left to end: archived, its life has an end already, or we ended it once
 * and a person gave it another lifecycle since.
 */
export function planRemoval(
  link: Link,
  factSheet: FactSheet,
  since: string,
  { archivesOurs, canRetire }: Means,
): Change | undefined {
  if (factSheet.status === 'ARCHIVED' || link.retiredFrom !== undefined) return undefined;
  if (factSheet.lifecycle.some(({ phase }) => phase === endOfLife)) return undefined;
  const why = `missing from the source since ${since}`;
  if (archivesOurs && link.by === 'created') return planArchive(link.item, factSheet, why);
  if (!canRetire) return undefined;
  const before = formatLifecycle(factSheet.lifecycle);
  const after = formatLifecycle([...factSheet.lifecycle, { phase: endOfLife, startDate: since }]);
  return {
    op: 'retire',
    item: link.item,
    factSheetId: factSheet.id,
    rev: factSheet.rev,
    name: factSheet.name,
    before,
    fields: [
      changeField({
        key: 'lifecycle',
        before,
        after,
        owner: 'source-owned',
        why,
      }),
    ],
  };
}
