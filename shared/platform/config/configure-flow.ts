// What the configuration means for one flow: its rules and which bound services it speaks to.
import { configureRules } from '../../core/configure-rules.ts';
import type { FlowRules } from '../../core/rules.ts';
import { LandbridgeError } from '../../errors.ts';
import { flows, isFlowName } from '../../flows/flows.ts';
import type { ChosenBindings } from '../bindings.ts';
import { flowSettings, listOf } from './flow-settings.ts';
import type { Config, Connection } from './schema.ts';

export interface ConfiguredFlow {
  rules: FlowRules;
  chosen: ChosenBindings;
  /** What the file says of the workspace behind a bound service, whether the flow names it or it was found. */
  workspaceOf(binding: string): Partial<Connection>;
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
  const { source, workspace } = flow ?? {};
  const named = workspace === undefined ? undefined : connections[workspace];
  return {
    rules: flow === undefined ? flows[name] : configureRules(flows[name], flowSettings(flow)),
    chosen: {
      ...(source !== undefined && {
        sources: listOf(source).flatMap((connection) => connections[connection]?.binding ?? []),
      }),
      workspace: named?.binding,
    },
    workspaceOf: (bound) =>
      named ?? Object.values(connections).find(({ binding }) => binding === bound) ?? {},
  };
}
