// Globs over the fields of an item: `*` stands for any text, `?` for one character; case does not matter.
import type { Item } from './model.ts';
import type { Selection } from './settings.ts';

/** What of an item can be selected by. */
export type Selectable = Pick<Item, 'name' | 'kind' | 'nativeId' | 'tenant' | 'attributes'>;

/** Whether the item fits all globs of one of the selections. A field that the item lacks fits nothing. */
export function isSelected(item: Selectable, selections: readonly Selection[]): boolean {
  return selections.some((selection) =>
    Object.entries(selection).every(([field, globs]) => {
      const value = fieldOf(item, field);
      return value !== undefined && globs.some((glob) => fitsGlob(value, glob));
    }),
  );
}

/** `name`, `kind`, `id`, `tenant`, or whatever attribute the source sent. */
export function fieldOf(item: Selectable, field: string): string | undefined {
  switch (field) {
    case 'name':
      return item.name;
    case 'kind':
      return item.kind;
    case 'id':
      return item.nativeId;
    case 'tenant':
      return item.tenant;
    default:
      return attributeOf(item, field);
  }
}

/** Its own spelling first; else the one it has in other tools: `package_id` and `Status` for `packageId`, `status`. */
function attributeOf({ attributes }: Selectable, field: string): string | undefined {
  if (Object.hasOwn(attributes, field)) return attributes[field];
  const plain = plainSpelling(field);
  const same = Object.keys(attributes).find((key) => plainSpelling(key) === plain);
  return same === undefined ? undefined : attributes[same];
}

function plainSpelling(field: string): string {
  return field.toLowerCase().replaceAll('_', '');
}

export function fitsGlob(text: string, glob: string): boolean {
  return toRegExp(glob).test(text);
}

const compiled = new Map<string, RegExp>();

function toRegExp(glob: string): RegExp {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  const pattern = glob
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const made = new RegExp(`^${pattern}$`, 'isu');
  compiled.set(glob, made);
  return made;
}
