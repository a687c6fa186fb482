// What applies by itself and what waits: every policy of every class of change and of every state, and what people
// decided before it.
import { describe, expect, it } from 'vitest';
import { type Decision, indexDecisions } from '../../../../shared/core/decision.ts';
import { type Permits, permit, type Question } from '../../../../shared/core/inbox/permit.ts';
import type { Standing } from '../../../../shared/core/inbox/standing.ts';
import {
  type ChangeClass,
  type DoubtfulState,
  defaultSettings,
  type Policy,
} from '../../../../shared/core/settings.ts';
import { anItem } from '../../../support/builders.ts';

const item = anItem();
const classes: ChangeClass[] = ['create', 'link', 'update', 'retire'];
const states: DoubtfulState[] = ['proposed', 'ambiguous'];
const policies: Policy[] = ['apply', 'inbox', 'ignore'];
const none: Omit<Permits, 'policy'> = { decisions: indexDecisions([]), standing: [] };
const under = (policy: Partial<Permits['policy']>): Permits => ({
  ...none,
  policy: { ...defaultSettings.policy, ...policy },
});
const about = (change: ChangeClass, more: Partial<Question> = {}): Question => ({
  itemKey: item.key,
  item,
  change,
  of: 'this',
  ...more,
});

describe('the policy', () => {
  it.each(classes.flatMap((change) => policies.map((policy) => [change, policy] as const)))(
    'for %s: %s is what becomes of it, and of no other class',
    (change, policy) => {
      expect(permit(about(change), under({ [change]: policy }))).toBe(policy);
      for (const other of classes.filter((one) => one !== change)) {
        expect(permit(about(other), under({ [change]: policy }))).toBe('apply');
      }
    },
  );

  it.each(
    states.flatMap((state) =>
      policies.flatMap((pair) => policies.map((link) => [state, pair, link] as const)),
    ),
  )('for a pair that is %s: %s, with link: %s, comes to the stricter of the two', (state, pair, link) => {
    const strict = policies.findLast((one) => one === pair || one === link);
    expect(permit(about('link', { state }), under({ [state]: pair, link }))).toBe(strict);
    // What is certain does not ask for it.
    expect(permit(about('link'), under({ [state]: pair, link }))).toBe(link);
  });

  it('without a file makes, links and changes what is certain, and asks about the rest', () => {
    for (const change of classes) expect(permit(about(change), under({}))).toBe('apply');
    for (const state of states) expect(permit(about('link', { state }), under({}))).toBe('inbox');
  });
});

describe('what people decided', () => {
  const when = '2026-11-01T10:00:00Z';
  const said = { item: item.key, when };
  const always: Standing = { verdict: 'always', change: 'create', where: { name: ['my*'] }, when };
  const with_ =
    (decisions: readonly Decision[], standing: readonly Standing[] = []) =>
    (policy: Policy) => ({
      decisions: indexDecisions(decisions),
      standing,
      policy: {
        create: policy,
        link: policy,
        update: policy,
        retire: policy,
        proposed: policy,
        ambiguous: policy,
      },
    });

  it.each([
    ['created', about('create'), with_([{ ...said, verdict: 'create' }]), 'apply'],
    [
      'linked',
      about('link', { factSheetId: 'a' }),
      with_([{ ...said, verdict: 'link', factSheetId: 'a' }]),
      'apply',
    ],
    [
      'rejected',
      about('link', { factSheetId: 'a' }),
      with_([{ ...said, verdict: 'reject', factSheetId: 'a' }]),
      'declined',
    ],
    ['ignored', about('update'), with_([{ ...said, verdict: 'ignore' }]), 'declined'],
    [
      'this change',
      about('update'),
      with_([{ ...said, verdict: 'apply', change: 'update', of: 'this' }]),
      'apply',
    ],
    [
      'not to be made',
      about('create'),
      with_([{ ...said, verdict: 'decline', change: 'create' }]),
      'declined',
    ],
    ['always', about('create'), with_([], [always]), 'apply'],
    ['never', about('create'), with_([], [{ ...always, verdict: 'never', change: 'any' }]), 'declined'],
    [
      'of one before all',
      about('create'),
      with_([{ ...said, verdict: 'create' }], [{ ...always, verdict: 'never' }]),
      'apply',
    ],
  ] as const)('%s comes before whatever the policy says', (_, question, permits, expected) => {
    for (const policy of policies) expect(permit(question, permits(policy))).toBe(expected);
  });

  it.each([
    [
      'another pair',
      about('link', { factSheetId: 'b' }),
      with_([{ ...said, verdict: 'reject', factSheetId: 'a' }]),
    ],
    ['another change', about('update'), with_([{ ...said, verdict: 'apply', change: 'update', of: 'that' }])],
    ['another class', about('update'), with_([{ ...said, verdict: 'create' }])],
    ['another item', about('create'), with_([{ ...said, item: 'calm:acme:other', verdict: 'ignore' }])],
    ['another name', about('create'), with_([], [{ ...always, where: { name: ['other*'] } }])],
    [
      'a lower score',
      about('link', { state: 'proposed', score: 0.5 }),
      with_([], [{ ...always, change: 'link', minScore: 0.8 }]),
    ],
  ] as const)('of %s leaves it to the policy', (_, question, permits) => {
    for (const policy of policies) expect(permit(question, permits(policy))).toBe(policy);
  });
});
