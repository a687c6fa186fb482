// What the workspace lacks of what the rules would write, and what the configuration maps in vain, each told once.
import { findTags, hiddenLibrary } from '../map/tags.ts';
import type { Target } from '../map/target.ts';
import { describeRule } from '../map/value.ts';
import type { Pairing } from '../match/pairing.ts';
import type { Tag } from '../model.ts';
import type { FlowRules } from '../rules.ts';

interface NotesInput {
  pairings: readonly Pairing[];
  rules: FlowRules;
  target: Target;
  tagId: string | undefined;
  library?: readonly Tag[] | undefined;
}

export function notesOfTarget({ pairings, rules, target, tagId, library }: NotesInput): string[] {
  const missing = rules.fieldKeys.filter((key) => !target.fieldKeys.includes(key));
  return [
    ...(tagId === undefined
      ? [`${whyNoTag(rules, library)}: fact sheets are marked by ${target.idField} alone.`]
      : []),
    ...notesOfSubtype(rules, target),
    ...missing.map((key) => `${target.type} has no field "${key}": left out.`),
    ...rules.relationKeys
      .filter((key) => target.relations[key] === undefined)
      .map((key) => `${target.type} has no relation "${key}": left out.`),
    ...notesOfCatalog(rules, target),
    ...notesOfBlank(pairings, rules),
    ...(target.canRetire ? [] : [`${target.type} has no phase "endOfLife": nothing is retired.`]),
  ];
}

function notesOfSubtype({ subtype }: FlowRules, target: Target): string[] {
  if (subtype === '' || target.subtypes.includes(subtype)) return [];
  if (target.subtype === undefined) return [`${target.type} has no subtype "${subtype}": left out.`];
  return [
    target.subtypes.length === 0
      ? `LX_CATEGORY_EMPTY: the workspace lists no subtypes of ${target.type}, or none that the technical user may see: "${subtype}" is written as it is given.`
      : `The workspace lists no subtype "${subtype}" of ${target.type}: written as it is given. It lists ${target.subtypes.join(', ')}.`,
  ];
}

/** leanix-api 5.2: LeanIX writes them on what is linked to its catalog. */
const catalogFields: ReadonlySet<string> = new Set([
  'lxProductCategory',
  'lxCatalogStatus',
  'lxStatusSSO',
  'lxSsoProvider',
]);

function notesOfCatalog({ mapping }: FlowRules, { fieldKeys }: Target): string[] {
  return fieldKeys
    .filter((key) => catalogFields.has(key) && key in mapping)
    .map((key) => `The catalog of LeanIX writes ${key} on what is linked to it: there its value stays.`);
}

/** A template that names a field which no object has fills nothing, however right it looks. */
function notesOfBlank(pairings: readonly Pairing[], rules: FlowRules): string[] {
  const blank = new Set(Object.keys(rules.mapping));
  const wanted = pairings.filter(({ state }) => state === 'linked' || state === 'new');
  for (const { item } of wanted) {
    if (blank.size === 0) return [];
    for (const { key } of rules.fields(item)) blank.delete(key);
  }
  if (wanted.length === 0) return [];
  return [...blank].map(
    (key) =>
      `LX_FIELDS_BLANK: no object has what mapping.${key} names, so ${key} stays blank: ${describeRule(rules.mapping[key] ?? '')}`,
  );
}

function whyNoTag({ tag, targetType }: FlowRules, library: readonly Tag[] | undefined): string {
  if (library === undefined) return hiddenLibrary;
  return findTags(tag, library).length > 0
    ? `The tag "${tag}" of the workspace is not for ${targetType}`
    : `The workspace has no tag "${tag}"`;
}
