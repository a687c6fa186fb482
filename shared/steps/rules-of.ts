// The rules of the flow that a run belongs to.
import type { FlowRules } from '../core/rules.ts';
import { LandbridgeError } from '../errors.ts';
import { flows, isFlowName } from '../flows/flows.ts';

/** @throws CFG_FLOW_UNKNOWN, for a run of a later version */
export function rulesOf(flow: string): FlowRules {
  if (!isFlowName(flow)) throw new LandbridgeError('CFG_FLOW_UNKNOWN', { flow });
  return flows[flow];
}
