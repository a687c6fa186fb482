// One measurement, done in a process of its own so that its memory is its own: a set, and who is to match it.
import type { Size } from '../arguments.ts';
import { type Answer, ask } from './answer.ts';
import { type Figures, figuresOf } from './figures.ts';
import { type LabelledName, readLabelled } from './labelled-sets.ts';
import { madeLandscape, type Noise } from './made-landscape.ts';
import type { MatchSet } from './match-set.ts';
import { askPeer, type PeerName } from './peers.ts';
import { nameRules, systemRules } from './rules.ts';

export interface Job {
  set: LabelledName | { size: Size; noise: Noise };
  by: 'landbridge' | PeerName;
}

export interface JobResult extends Figures {
  seconds: number;
  /** Every item with every fact sheet: what a table of all of them would hold. */
  pairs: number;
}

const job = JSON.parse(process.argv[2] ?? '') as Job;
console.log(JSON.stringify(measure(job)));

function measure({ set: asked, by }: Job): JobResult {
  const isLabelled = typeof asked === 'string';
  const rules = isLabelled ? nameRules : systemRules;
  const set = isLabelled ? readLabelled(asked) : wanted(madeLandscape(asked.size, asked.noise));
  const began = performance.now();
  const answers: Answer[] = by === 'landbridge' ? ask(set, rules) : askPeer(by, set, rules);
  const seconds = (performance.now() - began) / 1000;
  return { ...figuresOf(answers, set), seconds, pairs: set.items.length * set.factSheets.length };
}

/** What becomes no fact sheet is not asked about. */
function wanted(set: MatchSet): MatchSet {
  const skipped = new Set(
    set.items.filter((item) => systemRules.skip(item) !== undefined).map(({ key }) => key),
  );
  return { ...set, truth: new Map([...set.truth].filter(([key]) => !skipped.has(key))) };
}
