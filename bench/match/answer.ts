// What a matcher answers of a set, in a form in which ours and peers can be held against the truth: of each item
// the fact sheet it would be, with how sure that is.
import { judgeInSlices } from '../../shared/core/match/pair.ts';
import type { FlowRules } from '../../shared/core/rules.ts';
import type { MatchSet } from './match-set.ts';

export interface Answer {
  /** Key of the item. */
  item: string;
  /** The one it is most likely to be. */
  factSheetId: string;
  /** How sure it is, to put answers in order. */
  sureness: number;
  /** `automatic`: written without asking; `offered`: shown to a person as the one; else only ranked. */
  as: 'automatic' | 'offered' | 'ranked';
}

/** The product's own judgement. */
export function ask({ items, factSheets }: MatchSet, rules: FlowRules): Answer[] {
  const work = judgeInSlices({
    items,
    factSheets,
    rules,
    links: new Map(),
    tagId: undefined,
    isWhole: true,
  });
  let step = work.next();
  while (!step.done) step = work.next();
  const { pairings, compared } = step.value;
  const places = new Map(compared?.items.map(({ key }, index) => [key, index]));
  const likeliest = (key: string) =>
    compared?.judgement.rows[places.get(key) ?? -1]?.find(({ veto }) => veto === undefined);

  return pairings.flatMap((pairing): Answer[] => {
    const { state, item } = pairing;
    const [candidate] = 'candidates' in pairing ? pairing.candidates : [];
    const best = likeliest(item.key);
    const ranked = best && compared?.factSheets[best.factSheet];
    const factSheetId = state === 'linked' ? pairing.factSheet.id : (candidate?.factSheetId ?? ranked?.id);
    if (factSheetId === undefined) return [];
    const score = state === 'linked' ? 1 : (candidate?.score ?? best?.score ?? 0);
    const as = state === 'linked' ? 'automatic' : state === 'proposed' ? 'offered' : 'ranked';
    return [{ item: item.key, factSheetId, sureness: score, as }];
  });
}
