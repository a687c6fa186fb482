// The items of an ended run that somebody should look at, one line of the log each: which, and why by its code. Texts
// of systems and values of fields may name people: they are in the report, not here.
import { toLandbridgeError } from '../errors.ts';
import { readReport } from '../steps/report.ts';
import type { Run } from '../steps/run.ts';
import type { Store } from '../store/store.ts';
import { log, logError } from './log.ts';

/** Of each kind: a night in which everything fails is told by its numbers. */
const most = 100;

/** A run whose report is lost has ended all the same. */
export async function tellItems(store: Store, { id: run, flow, report }: Run): Promise<void> {
  if (report === undefined) return;
  try {
    const { failures, conflicts } = await readReport(store, report);
    const open = conflicts.filter(({ isReview }) => !isReview);
    for (const { item, code } of failures.slice(0, most))
      log('warn', 'item failed', { run, flow, step: 'write', item, code });
    for (const { item, key: field, factSheetId: factSheet } of open.slice(0, most)) {
      log('warn', 'item in conflict', { run, flow, step: 'match', item, field, factSheet });
    }
    const more = [failures, open].reduce((sum, { length }) => sum + Math.max(0, length - most), 0);
    if (more > 0) log('warn', 'more items', { run, flow, more });
  } catch (thrown) {
    logError('items not told', toLandbridgeError(thrown), { run, flow });
  }
}
