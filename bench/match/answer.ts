// What a matcher answers of a set, in a form in which ours and peers can be held against the truth: of each item
// the fact sheet it would be, with how sure that is.
import { finish } from '../../shared/core/finish.ts';
import type { Judged } from '../../shared/core/match/judge.ts';
import { judgeInSlices } from '../../shared/core/match/pair.ts';
import type { FlowRules } from '../../shared/core/rules.ts';
import type { MatchSet } from './match-set.ts';

export interface Answer {
  /** Key of the item. */
  item: string;
  /** The one it is most likely to be. */
  factSheetId: string;
  /** To put answers in order: the score, less half of what the next best comes to, seen from either side. */
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
  const { pairings, compared } = finish(work);
  const rows = new Map(compared?.items.map(({ key }, index) => [key, index]));
  const rivals = compared === undefined ? undefined : rivalsIn(compared.judgement.rows);

  return pairings.flatMap((pairing): Answer[] => {
    const { state, item } = pairing;
    if (state === 'linked') {
      return [{ item: item.key, factSheetId: pairing.factSheet.id, sureness: 1, as: 'automatic' }];
    }
    const row = compared?.judgement.rows[rows.get(item.key) ?? -1] ?? [];
    const [named] = 'candidates' in pairing ? pairing.candidates : [];
    const idOf = ({ factSheet }: Judged) => compared?.factSheets[factSheet]?.id;
    const possible = row.filter(({ veto }) => veto === undefined);
    const best = possible.find((judged) => named === undefined || idOf(judged) === named.factSheetId);
    const factSheetId = named?.factSheetId ?? (best && idOf(best));
    if (factSheetId === undefined) return [];
    const score = best?.score ?? named?.score ?? 0;
    const rival = Math.max(
      ...possible.filter((judged) => judged !== best).map((judged) => judged.score),
      best === undefined ? 0 : (rivals?.(best) ?? 0),
    );
    const as = state === 'proposed' ? 'offered' : 'ranked';
    return [{ item: item.key, factSheetId, sureness: score - rival / 2, as }];
  });
}

/** What the best of the other items scores with the same fact sheet. */
function rivalsIn(rows: readonly (readonly Judged[])[]): (judged: Judged) => number {
  const best = new Map<number, Judged[]>();
  for (const judged of rows.flat().filter(({ veto }) => veto === undefined)) {
    const known = [...(best.get(judged.factSheet) ?? []), judged].sort((a, b) => b.score - a.score);
    best.set(judged.factSheet, known.slice(0, 2));
  }
  return (judged) => best.get(judged.factSheet)?.find((other) => other !== judged)?.score ?? 0;
}
