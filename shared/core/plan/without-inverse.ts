// What undo cannot give back of a plan, or not wholly: told before it is written.
import { isRelation } from '../map/relations.ts';
import { type Change, isMaking } from './plan.ts';

const mostNamed = 10;

/** In words for people; none where all of it can be taken back. */
export function withoutInverse(changes: readonly Change[]): string[] {
  const count = (fits: (change: Change) => boolean) => changes.filter(fits).length;
  const tags = changes.filter((change) => change.op === 'prepare' && change.makes === 'tag');
  const made = count(isMaking) - tags.length;
  const parted = count(({ fields }) =>
    fields.some(({ key, patches }) => isRelation(key) && patches.some(({ op }) => op === 'remove')),
  );
  const sealed = changes.filter((change) => 'breaksSeal' in change).map(({ name }) => name);
  return [
    ...told(made, 'to be made: archived, and deleted by LeanIX after 90 days'),
    ...tags.map(({ name }) => `The tag "${name}" to be made: it stays in the tag library.`),
    ...told(parted, 'parted from another: related anew, without what stood on the relation'),
    ...told(sealed.length, `approved and changed with the role Member: ${listed(sealed)}`),
    ...(sealed.length === 0
      ? []
      : ['Where their type has a quality seal it breaks by that, and stays broken.']),
  ];
}

function told(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? 'fact sheet' : 'fact sheets'} ${what}.`];
}

function listed(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return [...names.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
