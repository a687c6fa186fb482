// What LeanIX says to a plan that it only looked at, as a person reads it.
import type { Validation } from '../../shared/steps/validate-plan.ts';
import { section } from './run-text.ts';

export function validationText({ looked, partly, unseen, refused, requests }: Validation): string {
  const unknown = [
    ...(partly > 0 ? [`${partly} of them in part`] : []),
    ...(unseen > 0 ? [`${unseen} it can only carry out`] : []),
  ];
  return [
    ...section(
      'SAP LeanIX would refuse',
      refused.map(({ name, op, code, message }) => [name, op, code, message]),
    ),
    '',
    `SAP LeanIX looked at ${looked} changes${unknown.length === 0 ? '' : ` (${unknown.join(', ')})`} in ${requests} requests and would refuse ${refused.length}; nothing was written.`,
  ].join('\n');
}
