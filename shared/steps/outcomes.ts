// Puts together what came of a change out of what came of its parts.
import { laterRef, partsOf, withIds } from '../core/plan/parts.ts';
import { type Change, isMaking } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';

type Outcomes = ReadonlyMap<string, Outcome>;
export type WrittenOutcome = Extract<Outcome, { state: 'written' }>;

/** The new fact sheet of a change, once it is there. */
export function sentOf({ item }: Change, outcomes: Outcomes): WrittenOutcome | undefined {
  const outcome = outcomes.get(item);
  return outcome?.state === 'written' ? outcome : undefined;
}

function idFrom(outcomes: Outcomes): (item: string) => string | undefined {
  return (item) => {
    const outcome = outcomes.get(item);
    return outcome?.state === 'written' ? outcome.id : undefined;
  };
}

/** Parts with the ids of what was made before them in place; those whose fact sheets could not be made have failed. */
export function readyToSend(
  parts: readonly Change[],
  outcomes: Outcomes,
): { changes: Change[]; decided: Outcome[] } {
  const changes: Change[] = [];
  const decided: Outcome[] = [];
  for (const part of parts) {
    const known = outcomes.get(part.item);
    const { change, waits } = withIds(part, idFrom(outcomes));
    const isEmpty = !isMaking(change) && (change.factSheetId === '' || change.fields.length === 0);
    if (known !== undefined) decided.push(known);
    else if (isEmpty) decided.push({ ref: part.item, state: 'failed', ...targetMissing(waits) });
    changes.push(change);
  }
  return { changes, decided };
}

function targetMissing(keys: readonly string[]): { code: string; message: string } {
  const what = keys.length === 0 ? 'The fact sheet itself' : `What ${keys.join(', ')} needs to be there`;
  return {
    code: 'PLAN_TARGET_FAILED',
    message: `${what} could not be made: it is tried again with the next run.`,
  };
}

/** What was written of a change, with the ids that it was written with; undefined where nothing was. */
export function doneOf(
  change: Change,
  outcomes: Outcomes,
): { change: Change; outcome: WrittenOutcome } | undefined {
  const outcome = sentOf(change, outcomes);
  if (outcome === undefined) return undefined;
  const parts = partsOf(change, outcome).flatMap(({ change: part }) => {
    const sent = outcomes.get(part.item);
    if (sent?.state !== 'written') return [];
    const { fields } = withIds(part, idFrom(outcomes)).change;
    return [{ sent, fields: fields.filter(({ key }) => !sent.left?.includes(key)) }];
  });
  const last = parts.at(-1)?.sent ?? outcome;
  const isMixed = parts.some(({ sent }) => sent.isMixed);
  return {
    change: { ...change, fields: parts.flatMap(({ fields }) => fields) },
    outcome: {
      ...outcome,
      rev: last.rev,
      updatedAt: last.updatedAt === '' ? outcome.updatedAt : last.updatedAt,
      relations: Object.assign({}, ...parts.map(({ sent }) => sent.relations)),
      made: Object.assign({}, ...parts.map(({ sent }) => sent.made)),
      left: parts.flatMap(({ sent }) => sent.left ?? []),
      ...(isMixed && { isMixed }),
    },
  };
}

/** What came of a change as a whole: written only if all of it was. */
export function outcomeOf(change: Change, outcomes: Outcomes): Outcome | undefined {
  const first = outcomes.get(change.item);
  if (first?.state !== 'written') return first;
  const later = outcomes.get(laterRef(change.item));
  if (later !== undefined && later.state !== 'written') return { ...later, ref: change.item };
  const waits = partsOf(change, first).flatMap(({ change: part }) => withIds(part, idFrom(outcomes)).waits);
  if (waits.length > 0) return { ref: change.item, state: 'failed', ...targetMissing(waits) };
  const left = [...(first.left ?? []), ...(later?.left ?? [])];
  return left.length === 0 ? first : { ...first, left };
}
