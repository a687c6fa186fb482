import { describe, expect, it } from 'vitest';
import type { Link } from '../../../../shared/core/link.ts';
import type { FactSheet, LifecyclePhase } from '../../../../shared/core/model.ts';
import { linkAfter } from '../../../../shared/core/plan/mutation.ts';
import { planRemoval } from '../../../../shared/core/plan/retire.ts';
import { planUpdate } from '../../../../shared/core/plan/update.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem, fullTarget, noTargets, tagId } from '../../../support/builders.ts';

const active: LifecyclePhase[] = [
  { phase: 'plan', startDate: '2019-01-01' },
  { phase: 'active', startDate: '2020-01-01' },
];
const means = { archivesOurs: false, canRetire: true };
const ended = { phase: 'endOfLife', startDate: '2026-03-01' };

function retire(lifecycle: readonly LifecyclePhase[], link: Partial<Link> = {}) {
  return planRemoval(aLink(link), aFactSheet({ lifecycle }), '2026-03-01', means);
}

function retiredLink(lifecycle: readonly LifecyclePhase[]): Link {
  const change = retire(lifecycle);
  if (change === undefined) throw new Error('nothing to retire');
  const after = linkAfter(change, 'fs-1', 'run-2', aLink());
  if (after === undefined) throw new Error('the link is gone');
  return after;
}

function comeback(factSheet: FactSheet, link: Link) {
  const { name } = factSheet;
  const pairing = { state: 'linked', item: anItem(), factSheet, by: 'stored link', link } as const;
  const { change } = planUpdate(pairing, {
    rules: landscape,
    target: fullTarget,
    targets: noTargets,
    tagId,
    name,
  });
  return change?.fields.find(({ key }) => key === 'lifecycle');
}

describe('planRemoval', () => {
  it('adds the end of life to the phases there are, against the revision seen', () => {
    expect(retire(active)).toMatchObject({
      op: 'retire',
      item: 'calm:acme:lms-1',
      factSheetId: 'fs-1',
      rev: 3,
      before: 'plan=2019-01-01 active=2020-01-01',
      fields: [
        {
          key: 'lifecycle',
          after: 'plan=2019-01-01 active=2020-01-01 endOfLife=2026-03-01',
          patches: [
            { op: 'replace', path: '/lifecycle', value: JSON.stringify({ phases: [...active, ended] }) },
          ],
        },
      ],
    });
  });

  it('leaves an archived fact sheet, and a life that has an end already', () => {
    expect(planRemoval(aLink(), aFactSheet({ status: 'ARCHIVED' }), '2026-03-01', means)).toBeUndefined();
    expect(retire([...active, { phase: 'endOfLife', startDate: '2030-12-31' }])).toBeUndefined();
  });

  it('puts away what we made where that is wanted, and nothing that people made or ended', () => {
    const archives = { archivesOurs: true, canRetire: false };
    const remove = (link: Partial<Link>, factSheet = aFactSheet({ lifecycle: active })) =>
      planRemoval(aLink(link), factSheet, '2026-03-01', archives);
    expect(remove({ by: 'created' })).toMatchObject({
      op: 'archive',
      comment: 'missing from the source since 2026-03-01',
      fields: [{ key: 'status', before: 'ACTIVE', after: 'ARCHIVED' }],
    });
    expect(remove({ by: 'name' })).toBeUndefined();
    expect(remove({ by: 'created', retiredFrom: '' })).toBeUndefined();
    expect(remove({ by: 'created' }, aFactSheet({ lifecycle: [...active, ended] }))).toBeUndefined();
  });

  it('does not end a life again that a person took up while the item was gone', () => {
    expect(retire(active, retiredLink(active))).toBeUndefined();
  });
});

describe('an item that returns', () => {
  it.each([
    ['its phases', active, { op: 'replace', path: '/lifecycle', value: JSON.stringify({ phases: active }) }],
    ['no phase at all', [], { op: 'remove', path: '/lifecycle' }],
  ])('gets the lifecycle back with %s', (_, phases, patch) => {
    const link = retiredLink(phases);
    expect(comeback(aFactSheet({ lifecycle: [...phases, ended] }), link)).toMatchObject({ patches: [patch] });
  });

  it('keeps the lifecycle that a person gave it since', () => {
    const edited = aFactSheet({ lifecycle: [...active, { ...ended, startDate: '2027-01-01' }] });
    expect(comeback(edited, retiredLink(active))).toBeUndefined();
  });

  it('may be retired again, from the lifecycle it has then', () => {
    const lifecycle = [...active, ended];
    const link = retiredLink(active);
    const pairing = {
      state: 'linked',
      item: anItem(),
      factSheet: aFactSheet({ lifecycle }),
      by: 'stored link',
      link,
    } as const;
    const { change } = planUpdate(pairing, {
      rules: landscape,
      target: fullTarget,
      targets: noTargets,
      tagId,
      name: undefined,
    });
    if (change === undefined) throw new Error('no change');
    const back = linkAfter(change, 'fs-1', 'run-3', link);
    expect(back).not.toHaveProperty('retiredFrom');
    expect(retire(active, back)).toMatchObject({ op: 'retire' });
  });
});
