// What came of a run, in one line for a log or another system.
import type { Run } from '../../steps/run.ts';

/** Nothing says how long a text of theirs may be; a line is read, a page is not. */
const longest = 1_000;

export function describeRun({ id, state, problem, report }: Run): string {
  const { items = 0, ...outcomes } = report?.counts ?? {};
  const counts = Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`);
  const came = items === 0 ? '' : `${items} items: ${counts.join(', ')}`;
  const parts = [`Run ${id} ${state}`, came, problem?.message ?? ''];
  return parts
    .filter((part) => part !== '')
    .join('. ')
    .slice(0, longest);
}
