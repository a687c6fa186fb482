// For whoever looks at a flow without being a run of it: nobody else works on the flow meanwhile, and no half
// written run is mistaken for the work of people.
import { flowLeaseKey } from '../store/keys.ts';
import type { Burst, StepContext } from './context.ts';
import { holdBurst } from './hold-burst.ts';
import { flowHeld, takeLease } from './take-lease.ts';

/** @throws PLAN_FLOW_HELD */
export async function withFlow<Result>(
  context: StepContext,
  flow: string,
  look: (burst: Burst) => Promise<Result>,
): Promise<Result> {
  const burst = `look-${context.newId()}`;
  const answer = await takeLease(context, flowLeaseKey(flow), { run: burst, burst });
  if (answer.held) throw flowHeld(flow, answer);
  const held = holdBurst(context, [answer.lease]);
  try {
    return await look(held.burst);
  } finally {
    await held.end('release');
  }
}
