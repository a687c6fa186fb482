// What was found in the connected systems, in lines for the comments of a drafted configuration, and rules to
// choose by that fit it. Everything from outside goes through tellable.
import type { FlowRules } from '../../core/rules.ts';
import type { CountedValue, Survey } from '../../steps/survey.ts';
import type { DraftWords } from './draft-words.ts';
import { isWritable, tellable } from './outside-text.ts';
import { wrapWords } from './wrap-words.ts';

const lineLength = 92;
/** More than these do not fit on a screen. */
const mostValues = 8;
const mostNames = 20;
const mostSuggested = 3;

/** How much of the landscape is wanted, and what stands in the fields that rules look at. */
export function tellLandscape({ sources, fields }: Survey, { source: title }: DraftWords): string[] {
  const objects = sources.reduce((sum, source) => sum + source.objects, 0);
  const selected = sources.reduce((sum, source) => sum + source.selected, 0);
  if (objects === 0) return [`No object was found in ${title}, so there is nothing to choose from.`];
  return [
    `Now ${selected} of the ${objects} objects found are wanted. What all of them are, the most frequent first:`,
    ...Object.entries(fields).flatMap(([field, values]) => listValues(field, values)),
    'For example:',
  ];
}

function listValues(field: string, values: readonly CountedValue[]): string[] {
  if (values.length === 0) return [`  ${field}: none has it`];
  const shown = values.map(({ value, objects }) => `${objects} ${tellable(value)}`);
  const [first = '', ...rest] = wrapWords([`${field}:`, ...listed(shown, mostValues)], lineLength);
  return [`  ${first}`, ...rest.map((line) => `    ${line}`)];
}

/** A rule that narrows the choice of the flow; undefined where nothing is wanted anyway. */
export function suggestInclude({ fields }: Survey, { includeBy }: DraftWords): object[] | undefined {
  const rule = Object.fromEntries(
    includeBy
      .map((field) => [field, wantedValues(fields[field]).slice(0, mostSuggested)] as const)
      .filter(([, values]) => values.length > 0),
  );
  return includeBy[0] in rule ? [rule] : undefined;
}

/** The example of the schema where nothing was found. */
export function suggestExclude(
  { fields }: Survey,
  { excludeBy, excludeExample }: DraftWords,
): object[] | undefined {
  const rarest = wantedValues(fields[excludeBy]).at(-1);
  return rarest === undefined ? undefined : [excludeExample, { [excludeBy]: rarest }];
}

/** Only those that mean themselves in a rule and need no second look. */
function wantedValues(values: readonly CountedValue[] = []): string[] {
  return values
    .filter(({ selected, value }) => selected > 0 && value === tellable(value) && isWritable(value))
    .map(({ value }) => value)
    .filter((value) => !/[*?]/.test(value));
}

export function tellType({ target }: Survey, { targetType, typeReason, system }: FlowRules): string[] {
  if (target.types.includes(targetType)) {
    // Which type an integration flow is modelled as is a choice that people make.
    if (system === 'cloud-alm') return [];
    const why = `${targetType}: ${typeReason}. Any type of the workspace can be taken:`;
    return [...wrapWords(why.split(' '), lineLength), ...names(target.types)];
  }
  return [`The workspace has no type ${targetType}. It has:`, ...names(target.types)];
}

export function tellSubtype({ target }: Survey, { targetType, subtype }: FlowRules): string[] {
  if (!target.types.includes(targetType) || target.subtypes.includes(subtype)) return [];
  return ['The workspace does not know it, so it is left out. It knows:', ...names(target.subtypes)];
}

function names(keys: readonly string[]): string[] {
  const words = keys.length === 0 ? ['none'] : listed(keys.map(tellable), mostNames);
  return wrapWords(words, lineLength).map((line) => `  ${line}`);
}

/** With commas, and how many there are beyond the most that are shown. */
function listed(texts: readonly string[], most: number): string[] {
  const shown = texts.slice(0, most);
  const more = texts.length - shown.length;
  const all = more > 0 ? [...shown, `and ${more} more`] : shown;
  return all.map((text, index) => (index < all.length - 1 ? `${text},` : text));
}

const tagTexts = {
  present: 'The tag library of the workspace holds it.',
  absent: 'The tag library of the workspace does not hold it: nothing is tagged until somebody makes it.',
  unreadable: 'The tag library may not be read, so nothing is tagged.',
} as const satisfies Record<Survey['tag'], string>;

export function tellTag({ tag }: Survey): string {
  return tagTexts[tag];
}
