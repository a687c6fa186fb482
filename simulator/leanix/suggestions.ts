// GET suggestions?q=: a matcher over names, aliases and external ids (leanix-api 3.2, example 72). assumption: it
// finds parts of a text, without regard to case, and gives one group of at most ten.
import { canRead } from './access.ts';
import type { FactSheet } from './fact-sheet.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

const maxSuggestions = 10;

export function suggest(workspace: Workspace, user: User, text: string): object[] {
  const wanted = text.toLowerCase();
  const suggestions: object[] = [];
  for (const row of workspace.list()) {
    if (wanted === '' || suggestions.length === maxSuggestions) break;
    if (row.status === 'ARCHIVED' || !canRead(user, row)) continue;
    const reasons = reasonsOf(row).filter(({ value }) => value.toLowerCase().includes(wanted));
    if (reasons.length === 0) continue;
    const { id: objectId, displayName, type, category } = row;
    suggestions.push({ objectId, displayName, type, category, reasons });
  }
  return suggestions.length === 0 ? [] : [{ suggestions }];
}

function reasonsOf({ displayName, externalId, fields }: FactSheet): { field: string; value: string }[] {
  const alias = typeof fields.alias === 'string' ? fields.alias : undefined;
  return [
    { field: 'displayName', value: displayName },
    ...(externalId === null ? [] : [{ field: 'externalId', value: externalId.externalId }]),
    ...(alias === undefined ? [] : [{ field: 'alias', value: alias }]),
  ];
}
