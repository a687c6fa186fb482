// What the configuration means for one flow: its rules and which bound services it speaks to.
import { configureRules } from '../../core/configure-rules.ts';
import type { FlowRules } from '../../core/rules.ts';
import { LandbridgeError } from '../../errors.ts';
import { flows, isFlowName } from '../../flows/flows.ts';
import type { ChosenBindings } from '../bindings.ts';
import { flowSettings } from './flow-settings.ts';
import type { Config } from './schema.ts';

export interface ConfiguredFlow {
  rules: FlowRules;
  chosen: ChosenBindings;
  pinnedWorkspace?: string;
  requestsPerSecond?: number;
}

/** @throws CFG_FLOW_UNKNOWN */
export function configureFlow(
  name: string,
  { connections = {}, flows: configured = {} }: Config,
): ConfiguredFlow {
  if (!isFlowName(name)) {
    throw new LandbridgeError('CFG_FLOW_UNKNOWN', { flow: name, flows: Object.keys(flows).join(', ') });
  }
  const flow = configured[name];
  if (flow === undefined) return { rules: flows[name], chosen: {} };
  const target = flow.workspace === undefined ? undefined : connections[flow.workspace];
  return {
    rules: configureRules(flows[name], flowSettings(flow)),
    chosen: {
      sources: flow.source?.flatMap((source) => connections[source]?.binding ?? []),
      workspace: target?.binding,
    },
    ...(target?.workspace !== undefined && { pinnedWorkspace: target.workspace }),
    ...(target?.requestsPerSecond !== undefined && { requestsPerSecond: target.requestsPerSecond }),
  };
}
