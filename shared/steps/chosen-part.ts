// What a person chose of a run, applied to the plan that was made of all of it.
import { narrowPlan } from '../core/plan/narrow.ts';
import type { StepContext } from './context.ts';
import type { Run } from './run.ts';
import type { MadePlan } from './save-plan.ts';
import { readItems } from './snapshot.ts';

export function chosenPart<Made extends Pick<MadePlan, 'plan' | 'skips'>>(made: Made, { choice }: Run): Made {
  if (choice === undefined) return made;
  const { skips, ...plan } = narrowPlan({ ...made.plan, ...(made.skips && { skips: made.skips }) }, choice);
  return { ...made, plan, ...(skips !== undefined && { skips }) };
}

/** Ids that a person chose and that no source holds: misspelt, or gone. */
export async function notesOfUnknown({ store }: StepContext, { choice, pulls }: Run): Promise<string[]> {
  if (choice?.only === undefined) return [];
  const unknown = new Set(choice.only);
  for (const pull of Object.values(pulls)) {
    for await (const { nativeId } of readItems(store, pull)) unknown.delete(nativeId);
  }
  return [...unknown].map((id) => `Nothing with the id "${id}" was found.`);
}
