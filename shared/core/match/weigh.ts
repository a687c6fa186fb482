// What speaks for a pair and what against it, each with its weight, and the score they come to. Signals for it
// close a part of what is missing to 1, signals against it take a part of the whole away.
import type { CommonWords } from './common-words.ts';
import type { IdHit } from './identity.ts';
import type { Signal } from './pairing.ts';
import { production } from './trade-words.ts';
import { areBothNonProductive, type Side } from './veto.ts';

/** One set for everything that is matched; how they were found is told in decision 0013. */
const weights = {
  sameWords: 0.9,
  /** By a rename: another may still bear the very words. */
  sameWordsToday: 0.8,
  /** All words of the shorter name are in the longer one. */
  words: 0.3,
  strongId: 0.9,
  idInDescription: 0.7,
  weakId: 0.45,
  /** Two products may well have the same system id, if it is not all that an alias says. */
  weakIdOfAnother: 0.25,
  product: 0.3,
  otherEnvironment: -0.5,
  otherRegion: -0.05,
  otherNumber: -0.1,
  otherPart: -0.1,
  otherId: -0.5,
} as const;

export interface Compared {
  item: Side;
  factSheet: Side;
  /** Of the letters, from 0 to 1. */
  likeness: number;
  hits: readonly IdHit[];
  /** Share of the words of the item's product that the fact sheet's name holds. */
  product: number;
  /** The product is known, and the name holds none of its words. */
  isOtherProduct: boolean;
  common: CommonWords;
  /** The fact sheet's alias is an id, and none of the item's. */
  hasOtherId: boolean;
}

export function weigh(compared: Compared): { score: number; signals: Signal[] } {
  const signals = [...signalsFor(compared), ...signalsAgainst(compared)];
  const missing = signals.reduce((rest, { weight }) => (weight > 0 ? rest * (1 - weight) : rest), 1);
  const score = signals.reduce((rest, { weight }) => (weight < 0 ? rest * (1 + weight) : rest), 1 - missing);
  return { score: rounded(score), signals };
}

function signalsFor({ factSheet, likeness, hits, product, isOtherProduct, common }: Compared): Signal[] {
  const today = common.renames.map(({ from, to }) => `${from} is ${to}`).join(', ');
  return [
    ...(likeness === 0
      ? []
      : [{ kind: 'name', weight: rounded(likeness), detail: `alike in letters: ${factSheet.name.text}` }]),
    ...(common.areSame
      ? [
          {
            kind: 'same words',
            weight: today === '' ? weights.sameWords : weights.sameWordsToday,
            detail: today === '' ? 'the same words, fillers aside' : `the same words: ${today}`,
          },
        ]
      : []),
    ...(common.words.length === 0 || common.areSame
      ? []
      : [
          {
            kind: 'words',
            weight: rounded(weights.words * common.share),
            detail: `both say ${common.words.join(', ')}${today === '' ? '' : `: ${today}`}`,
          },
        ]),
    ...hits.map(({ kind, value, field, isStrong, fillsField }) => ({
      kind,
      weight: !isStrong
        ? isOtherProduct && !fillsField
          ? weights.weakIdOfAnother
          : weights.weakId
        : field === 'description'
          ? weights.idInDescription
          : weights.strongId,
      detail: `${value} in ${field}`,
    })),
    ...(hits.length > 0 && product > 0
      ? [{ kind: 'product', weight: rounded(weights.product * product), detail: 'the product is named' }]
      : []),
  ];
}

function signalsAgainst({ item, factSheet, hasOtherId }: Compared): Signal[] {
  const against = (kind: string, weight: number, only: readonly string[]) =>
    only.length === 0 ? [] : [{ kind, weight, detail: `only one of the two says ${only.join(', ')}` }];
  return [
    ...against(
      'environment',
      weights.otherEnvironment,
      // That a system is productive need not be said.
      areBothNonProductive(item, factSheet)
        ? []
        : notInBoth(item.environments, factSheet.environments).filter((word) => word !== production),
    ),
    ...against('region', weights.otherRegion, notInBoth(item.name.regions, factSheet.name.regions)),
    ...against('part', weights.otherPart, notInBoth(item.name.parts, factSheet.name.parts)),
    ...against('number', weights.otherNumber, notInBoth(item.name.numbers, factSheet.name.numbers)),
    ...(hasOtherId
      ? [{ kind: 'other id', weight: weights.otherId, detail: 'its alias is the id of something else' }]
      : []),
  ];
}

function notInBoth(left: ReadonlySet<string>, right: ReadonlySet<string>): string[] {
  return [...left, ...right].filter((word) => !left.has(word) || !right.has(word));
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
