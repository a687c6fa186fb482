// Which start dates of lifecycle phases follow the source: those that hold what we wrote, or nothing on a fact sheet
// that we made, and those of which a person said so.
import type { Dispute } from '../inbox/dispute.ts';
import type { Link } from '../link.ts';
import { phaseKey, startOf } from '../map/phases.ts';
import type { LifecyclePhase } from '../model.ts';

export interface MovedPhases {
  /** By themselves. */
  free: LifecyclePhase[];
  /** As a person decided. */
  taken: LifecyclePhase[];
}

/** @param follows whether the value of the source is to be written, where somebody may have a say in it */
export function movedPhases(
  wanted: readonly LifecyclePhase[],
  lifecycle: readonly LifecyclePhase[],
  link: Link | undefined,
  follows: (field: Omit<Dispute, 'factSheetId'>) => boolean,
): MovedPhases {
  const moved: MovedPhases = { free: [], taken: [] };
  for (const entry of wanted) {
    const { phase, startDate } = entry;
    const key = phaseKey(phase);
    const theirs = startOf(lifecycle, phase);
    const last = link?.written[key] ?? (link?.by === 'created' ? '' : undefined);
    if (theirs === startDate || last === undefined || startDate === last) continue;
    const why = `lifecycle ${phase} of the configuration`;
    if (follows({ key, before: last, ours: startDate, theirs, why })) {
      (theirs === last ? moved.free : moved.taken).push(entry);
    }
  }
  return moved;
}
