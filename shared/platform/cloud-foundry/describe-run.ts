// What came of a run, in one line for a log or another system.
import type { Run } from '../../steps/run.ts';

/** Nothing says how long a text of theirs may be; a line is read, a page is not. */
const longest = 1_000;

export function describeRun({ id, state, problem, report }: Run): string {
  const counts = Object.entries(report?.counts ?? {})
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`);
  const parts = [`Run ${id} ${state}`, counts.join(', '), problem?.message ?? ''];
  return parts
    .filter((part) => part !== '')
    .join('. ')
    .slice(0, longest);
}
