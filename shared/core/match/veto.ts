// What can never be the same, however alike the rest: another environment, region, system id, tenant or number.
// A veto needs both sides to say something; silence is no contradiction.

import type { NameForm } from './read-name.ts';
import { nameAbbreviations } from './renames.ts';
import { abbreviations, environments, nonProduction, production, regionWords } from './trade-words.ts';

export interface Side {
  name: NameForm;
  environments: ReadonlySet<string>;
  /** System ids it bears or that its name holds. */
  systemIds: readonly string[];
  /** Words of its name that are the id of one system or tenant. */
  ids: readonly string[];
}

/** What stands against the pair, in words; undefined where nothing does. */
export function findVeto(item: Side, factSheet: Side, sharesId: boolean): string | undefined {
  const environment = disjoint(item.environments, factSheet.environments);
  if (environment !== undefined && !areBothNonProductive(item, factSheet))
    return `another environment: ${environment}`;
  const region = disjoint(item.name.regions, factSheet.name.regions);
  if (region !== undefined) return `another region: ${region}`;
  // An id that both carry says more than the numbers people add to a name.
  if (sharesId || sharesCode(item.name, factSheet.name)) return undefined;
  const systemId = disjoint(new Set(item.systemIds), new Set(factSheet.systemIds));
  if (systemId !== undefined) return `another system id: ${systemId}`;
  const id = item.ids.length === 0 ? undefined : disjoint(new Set(item.ids), new Set(factSheet.ids));
  if (id !== undefined) return `another system: ${id}`;
  const [ours, theirs] = [missingIn(item.name, factSheet.name), missingIn(factSheet.name, item.name)];
  if (ours.length > 0 && theirs.length > 0)
    return `another number: ${ours.join(', ')}, not ${theirs.join(', ')}`;
  return undefined;
}

/** One is called that, and the other is any environment but the productive one. */
export function areBothNonProductive({ environments: left }: Side, { environments: right }: Side): boolean {
  const [isLeft, isRight] = [left.has(nonProduction), right.has(nonProduction)];
  return (
    (isLeft && !right.has(production) && right.size > 0) ||
    (isRight && !left.has(production) && left.size > 0)
  );
}

/** A model or serial number, a tenant: as a word of its own on one side at least. */
function sharesCode(left: NameForm, right: NameForm): boolean {
  const [a, b] = [left.joined, right.joined];
  const isCode = (word: string) => word.length >= shortestCode;
  return (
    idsIn(left).some((word) => isCode(word) && b.includes(word)) ||
    idsIn(right).some((word) => isCode(word) && a.includes(word))
  );
}

const shortestCode = 4;

/** Both say something, and nothing that the other says: in words. */
export function disjoint(left: ReadonlySet<string>, right: ReadonlySet<string>): string | undefined {
  if (left.size === 0 || right.size === 0 || [...left].some((word) => right.has(word))) return undefined;
  return `${[...left].join(', ')}, not ${[...right].join(', ')}`;
}

/** Numbers of one name that the other lacks; those of two digits and more may be part of a longer word there. */
function missingIn({ numbers }: NameForm, other: NameForm): string[] {
  if (numbers.size === 0) return [];
  return [...numbers].filter(
    (number) => !other.numbers.has(number) && !(number.length > 1 && other.joined.includes(number)),
  );
}

/** Written like system ids, and words of the trade. */
const noSystemIds = new Set(
  [
    ...environments.keys(),
    ...regionWords,
    ...nameAbbreviations,
    ...Object.keys(abbreviations),
    'sap',
    'api',
    'btp',
    'alm',
    'new',
    'old',
    'hub',
    'app',
    'web',
    'bw4',
  ].map((word) => word.toUpperCase()),
);

export function isTradeWord(id: string): boolean {
  return noSystemIds.has(id.toUpperCase());
}

/** Three capitals and digits that begin with a letter: what SAP calls a system id. */
export function systemIdsIn(text: string): string[] {
  const found = text.match(/(?<![\p{L}\p{N}])[A-Z][A-Z0-9]{2}(?![\p{L}\p{N}])/gu) ?? [];
  return found.filter((word) => !noSystemIds.has(word));
}

/** Words with two digits and a letter, and numbers of three digits and more that are no year. */
export function idsIn({ words }: NameForm): string[] {
  return words.filter(
    (word) =>
      (/\d{3}/.test(word) && !/^(19|20)\d\d$/.test(word)) || (/\d\D*\d/.test(word) && /\p{L}/u.test(word)),
  );
}
