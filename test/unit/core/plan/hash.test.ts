import { describe, expect, it } from 'vitest';
import { changeField } from '../../../../shared/core/map/field-change.ts';
import { type PlanScope, startPlanHash } from '../../../../shared/core/plan/hash.ts';
import type { Change, Plan } from '../../../../shared/core/plan/plan.ts';

const scope: PlanScope = { flow: 'landscape', workspaceId: 'ws-1', rulesVersion: '1' };
const field = changeField({ key: 'alias', before: '', after: 'my400123', owner: 'source-owned', why: 'w' });
const first: Change = { op: 'create', item: 'calm:acme:1', type: 'Application', name: 'x', fields: [field] };
const second: Change = {
  op: 'update',
  item: 'calm:acme:2',
  factSheetId: 'f',
  rev: 1,
  name: 'y',
  fields: [field],
};
const body: Plan = {
  changes: [first, second],
  conflicts: [{ item: 'calm:acme:3', factSheetId: 'f', key: 'alias', message: 'm' }],
  tally: { items: 3, unchanged: 0, skipped: { NO_NAME: 1 }, missing: 0, freedNames: 0 },
  notes: ['n'],
};

function hashOf(plan: Plan, of: PlanScope = scope): string {
  const hash = startPlanHash(of);
  for (const change of plan.changes) hash.add(change);
  return hash.end(plan);
}

describe('startPlanHash', () => {
  it('is the same for the same body', () => {
    expect(hashOf(structuredClone(body))).toBe(hashOf(body));
  });

  it.each<[string, Plan, PlanScope?]>([
    ['a later revision', { ...body, changes: [first, { ...second, rev: 2 }] }],
    [
      'another patch',
      {
        ...body,
        changes: [{ ...first, fields: [{ ...field, patches: [{ op: 'remove', path: '/alias' }] }] }, second],
      },
    ],
    ['a change less', { ...body, changes: [first] }],
    ['another order', { ...body, changes: [second, first] }],
    ['no conflict', { ...body, conflicts: [] }],
    ['another tally', { ...body, tally: { ...body.tally, skipped: { NO_NAME: 2 } } }],
    ['no note', { ...body, notes: [] }],
    ['another workspace', body, { ...scope, workspaceId: 'ws-2' }],
    ['other rules', body, { ...scope, rulesVersion: '2' }],
    ['another flow', body, { ...scope, flow: 'iflows' }],
  ])('changes with %s', (_, plan, of) => {
    expect(hashOf(plan, of)).not.toBe(hashOf(body));
  });
});
