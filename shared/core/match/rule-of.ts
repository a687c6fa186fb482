// The rule that decided on an item, in words: a code for scripts, a sentence with the numbers for people.
import { evidenceWords, skipReasons } from '../report-reasons.ts';
import type { Likened } from './likened.ts';
import type { Pairing } from './pairing.ts';
import { leastAmbiguous, thresholds } from './propose.ts';

export interface Rule {
  /** An `Evidence`, a code of report-reasons.ts, or one of the three that a score comes to. */
  code: string;
  text: string;
}

export interface Clearness {
  best: { score: number; name: string; factSheetId: string };
  /** Names of those that would be linked without a score, were they alone. */
  certain: readonly string[];
  /** The next best fact sheet, or another item that could mean the best one; `share` of the best score. */
  next?: { score: number; share: number; name: string; factSheetId?: string; item?: string };
}

export function ruleOf(
  pairing: Pairing,
  clearness: Clearness | undefined,
  likened: readonly Likened[],
): Rule {
  switch (pairing.state) {
    case 'linked': {
      const { by, link } = pairing;
      return { code: by, text: evidenceWords[link?.by ?? by] };
    }
    case 'ignored':
      return reasonInWords(pairing.reason);
    case 'proposed':
      if (clearness === undefined) return reasonInWords(pairing.reason);
      return { code: pairing.reason, text: `${bestText(clearness)}${nextText(clearness)}` };
    case 'ambiguous': {
      const { reason } = pairing;
      if (reason !== 'AMBIGUOUS_CANDIDATES' || clearness === undefined) return reasonInWords(reason);
      const isRivalled = clearness.next?.item !== undefined && clearness.certain.length < 2;
      const said = isRivalled ? 'several objects could be the same fact sheet' : skipReasons[reason];
      return { code: reason, text: `${said}: ${contest(clearness)}` };
    }
    case 'new':
      return pairing.decided
        ? { code: 'decision', text: 'a person decided to have a fact sheet made' }
        : whyNew(clearness, likened);
  }
}

function reasonInWords(reason: string): Rule {
  return { code: reason, text: skipReasons[reason] ?? reason };
}

function contest(clearness: Clearness): string {
  const { certain } = clearness;
  if (certain.length < 2) return `${bestText(clearness)}${nextText(clearness)}`;
  return `an id or the same words make ${certain.length} certain, ${certain.map((name) => `"${name}"`).join(', ')}`;
}

function whyNew(clearness: Clearness | undefined, likened: readonly Likened[]): Rule {
  if (clearness === undefined) {
    const code = 'NOTHING_FREE';
    if (likened.length === 0) return { code, text: 'no fact sheet is like it' };
    return { code, text: `whatever is like it cannot be meant: ${fatesIn(likened)}` };
  }
  const { score, name } = clearness.best;
  if (score < thresholds.least) {
    return {
      code: 'SCORE_LOW',
      text: `the best, "${name}", scores ${fixed(score, thresholds.least)}, and ${fixed(thresholds.least)} is the least that is proposed`,
    };
  }
  return {
    code: 'SCORE_CONTESTED',
    text: `${bestText(clearness, leastAmbiguous)}${nextText(clearness)}; what is not clear and below ${fixed(leastAmbiguous)} is no reason to ask`,
  };
}

/** @param below what the score is below */
function bestText({ best }: Clearness, below?: number): string {
  return `the best, "${best.name}", scores ${fixed(best.score, below)}, where ${fixed(thresholds.least)} is asked for`;
}

function nextText({ next }: Clearness): string {
  if (next === undefined) return '; nothing else that is free is like it';
  const who =
    next.item === undefined
      ? `the next best, "${next.name}",`
      : `another object, "${next.name}", is also like it and`;
  const limit = Math.round(thresholds.margin * 100);
  const share = Math.round(next.share * 100);
  const said =
    next.share <= thresholds.margin
      ? `${share} % of that, and up to ${limit} % is clear`
      : `${Math.max(share, limit + 1)} % of that, and only up to ${limit} % is clear`;
  return `; ${who} comes to ${said}`;
}

const fateWords = {
  never: 'something stands against it',
  taken: 'belongs to another object',
  claimed: 'another object means it more surely',
  rejected: 'a person said no',
} as const;

function fatesIn(likened: readonly Likened[]): string {
  return Object.entries(fateWords)
    .flatMap(([fate, words]) => {
      const count = likened.filter((one) => one.fate === fate).length;
      return count === 0 ? [] : [`${words} (${count})`];
    })
    .join(', ');
}

/** Rounded, but never up to what it is said to be below. */
function fixed(score: number, below = Number.POSITIVE_INFINITY): string {
  return Math.min(Number(score.toFixed(2)), below - 0.01).toFixed(2);
}
