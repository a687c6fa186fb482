import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { matchText } from '../../../cli/output/match-text.ts';
import type { MatchRow } from '../../../shared/steps/read-match-status.ts';

const row = (change: Partial<MatchRow>): MatchRow => ({
  id: 'A',
  tenant: 'acme',
  name: 'Orders out',
  state: 'linked',
  ...change,
});
const textOf = (...rows: MatchRow[]) =>
  stripVTControlCharacters(matchText(rows, { type: 'Interface', reason: 'it joins applications' }));

describe('matchText', () => {
  it('says of what is linked and not visible whether it is archived or hidden: LX_LINKED_INVISIBLE', () => {
    const hidden = textOf(row({ state: 'invisible', reason: 'FACT_SHEET_GONE' }));
    expect(hidden).toMatch(/✗ Linked, not visible .*LX_LINKED_INVISIBLE: hidden .* by access control/);
    const archived = textOf(row({ state: 'invisible', reason: 'HELD_ARCHIVED' }));
    expect(archived).toMatch(/✗ Linked, not visible .*archived in LeanIX/);
  });

  it('shows the address of a fact sheet, candidates with their scores, remarks, and counts all', () => {
    const text = textOf(
      row({ url: 'https://acme.leanix.net/ws/factsheet/Interface/1' }),
      row({ state: 'ambiguous', reason: 'AMBIGUOUS_NAME', candidates: [aCandidate, aCandidate] }),
      row({ state: 'ignored', reason: 'NOT_DEPLOYED', remarks: ['A remark.'] }),
    );
    expect(text).toContain('↗ https://acme.leanix.net/ws/factsheet/Interface/1');
    expect(text.match(/0\.90 Orders {2}fs-1/g)).toHaveLength(2);
    expect(text).toContain('A remark.');
    expect(text).toContain('Fact sheets of the type Interface: it joins applications.');
    expect(text).toMatch(/\n1 linked, 1 ambiguous, 1 ignored$/);
  });

  it('of nothing says so', () => {
    expect(textOf()).toBe('Nothing was found.');
  });
});

const aCandidate = { factSheetId: 'fs-1', name: 'Orders', score: 0.9, signals: [] };
