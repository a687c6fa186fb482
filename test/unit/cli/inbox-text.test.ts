// What waits, as a person reads it: what either side says of a field that both changed, and names with blanks as a
// shell takes them.
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { proposalText } from '../../../cli/output/inbox-text.ts';
import type { ProposalSeen } from '../../../shared/steps/read-inbox.ts';

const shown = (proposal: Partial<ProposalSeen>, item = 'calm:acme:lms-1'): string => {
  const whole: ProposalSeen = {
    item,
    name: 'Ledger',
    kind: 'review',
    state: 'linked',
    reason: 'CONFLICT',
    candidates: [],
    answer: 'open',
    ...proposal,
  };
  const text = proposalText({ item, name: 'Ledger', flow: 'landscape', proposal: whole, decisions: [] });
  return stripVTControlCharacters(text).replace(/ +\n/g, '\n');
};

it('shows what was written last and what either side says, and what can be said of it', () => {
  const dispute = { factSheetId: 'fs-1', before: 'one', ours: 'two', why: 'version' };
  const text = shown({
    conflicts: [
      { ...dispute, key: 'release', theirs: 'three' },
      { ...dispute, key: 'alias', theirs: '' },
    ],
  });
  expect(text).toContain(
    [
      'Changed by both',
      '  release    written last by Landbridge         one',
      '             now at the source, version         two',
      '             now in LeanIX, by somebody else    three',
      '  alias      written last by Landbridge         one',
      '             now at the source, version         two',
      '             now in LeanIX, by somebody else    (nothing)',
      '  Who changed it in LeanIX stands in the history of the fact sheet there.',
    ].join('\n'),
  );
  expect(text).toMatch(/inbox accept calm:acme:lms-1 +take the source's release, alias\n/);
  expect(text).toMatch(/inbox reject calm:acme:lms-1 +keep LeanIX's release, alias, until/);
  expect(text).toMatch(/landbridge why fs-1 release +where/);
});

it('quotes a name with blanks, and offers to make no fact sheet of a system that others name', () => {
  const item = "cpi:acme:system Bob's ERP";
  const candidate = { factSheetId: 'fs-2', name: 'ERP', score: 0.7, signals: [] };
  const source = { kind: 'SYSTEM', nativeId: "system Bob's ERP", tenant: 'acme', attributes: {} };
  const text = shown(
    { source, state: 'ambiguous', reason: 'AMBIGUOUS_NAME', candidates: [candidate, candidate] },
    item,
  );
  expect(text).toContain(String.raw`landbridge inbox link 'system Bob'\''s ERP' fs-2`);
  expect(text).not.toContain('--new');
});
