// What undo cannot give back of a plan, or not wholly: told before it is written.
import { isRelation } from '../map/relations.ts';
import type { Change } from './plan.ts';

/** In words for people; none where all of it can be taken back. */
export function withoutInverse(changes: readonly Change[], role = ''): string[] {
  const count = (fits: (change: Change) => boolean) => changes.filter(fits).length;
  const made = count(({ op }) => op === 'create');
  const parted = count(({ fields }) =>
    fields.some(({ key, patches }) => isRelation(key) && patches.some(({ op }) => op === 'remove')),
  );
  const sealed = role.toUpperCase() === 'MEMBER' ? count(({ op }) => op !== 'create') : 0;
  return [
    ...told(made, 'to be made: archived, and deleted by LeanIX after 90 days'),
    ...told(parted, 'parted from another: related anew, without what stood on the relation'),
    ...told(sealed, 'changed with the role Member: a quality seal that breaks stays broken'),
  ];
}

function told(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? 'fact sheet' : 'fact sheets'} ${what}.`];
}
