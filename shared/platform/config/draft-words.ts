// What a drafted configuration says of a flow: what its source is called, by which fields people choose, and which
// keys are worth a look though the file does without them.
import type { FlowRules } from '../../core/rules.ts';

export interface DraftWords {
  source: string;
  /** What the source is called where there is one. */
  connection: string;
  objects: string;
  /** Fields of a rule that narrows the choice, the first of them always in it. */
  includeBy: readonly [string, ...string[]];
  /** Of which the rarest value that is wanted may be left out. */
  excludeBy: string;
  /** A rule for names that are no business of anybody. */
  excludeExample: Readonly<Record<string, readonly string[]>>;
  /** What becomes of new ones, and why. */
  create: 'apply' | 'inbox';
  whyCreate: readonly string[];
  /** Keys of the flow that are shown commented out, with their values; undefined: the example of the schema. */
  suggestions: Readonly<Record<string, unknown>>;
}

const words: Readonly<Record<FlowRules['system'], DraftWords>> = {
  'cloud-alm': {
    source: 'SAP Cloud ALM',
    connection: 'calm',
    objects: 'landscape objects',
    includeBy: ['kind', 'role', 'serviceTypeLabel'],
    excludeBy: 'serviceTypeLabel',
    excludeExample: { name: ['*-training', 'demo-??'] },
    create: 'inbox',
    whyCreate: [
      'Set apply when new ones are what you want. guards.firstRun asks no more after the first run:',
      'guards.maxChanges goes on asking.',
    ],
    suggestions: {},
  },
  'cloud-integration': {
    source: 'SAP Cloud Integration',
    connection: 'cpi',
    objects: 'integration flows',
    includeBy: ['package'],
    excludeBy: 'package',
    excludeExample: { name: ['Test*', '*Sandbox*'] },
    create: 'apply',
    whyCreate: ['Interfaces cost none. Set inbox where a person shall see each of them first.'],
    suggestions: {
      schedule: '47 1 * * *',
      naming: '{name}',
      mapping: { alias: '{id}', release: '{version}' },
      tags: 'CPI-Managed',
      missingTags: 'skip',
    },
  },
};

export function draftWords({ system }: Pick<FlowRules, 'system'>): DraftWords {
  return words[system];
}
