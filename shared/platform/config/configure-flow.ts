// What the configuration means for one flow: its rules and which bound services it speaks to.
import { configureRules } from '../../core/configure-rules.ts';
import type { FlowRules } from '../../core/rules.ts';
import { LandbridgeError } from '../../errors.ts';
import { flowOf, flows } from '../../flows/flows.ts';
import type { ChosenBindings } from '../bindings.ts';
import { flowSettings, listOf } from './flow-settings.ts';
import type { Config, Connection } from './schema.ts';

export interface ConfiguredFlow {
  rules: FlowRules;
  chosen: ChosenBindings;
  /** What the file says of the workspace behind a bound service, whether the flow names it or it was found. */
  workspaceOf(binding: string): Partial<Connection>;
  /** The pace that the file gives a source behind a bound service. */
  sourcePaceOf(binding: string): Connection['pace'];
}

/** @throws CFG_FLOW_UNKNOWN */
export function configureFlow(
  name: string,
  { connections = {}, flows: configured = {} }: Config,
): ConfiguredFlow {
  const kind = flowOf(name);
  const flow = configured[name];
  // Only the flow of the plain name needs no configuration.
  if (kind === undefined || (flow === undefined && name !== kind)) {
    const known = [...new Set([...Object.keys(flows), ...Object.keys(configured)])];
    throw new LandbridgeError('CFG_FLOW_UNKNOWN', { flow: name, flows: known.join(', ') });
  }
  const { source, workspace } = flow ?? {};
  const named = workspace === undefined ? undefined : connections[workspace];
  return {
    rules: flow === undefined ? flows[kind] : configureRules(flows[kind], flowSettings(flow)),
    chosen: {
      ...(source !== undefined && {
        sources: listOf(source).flatMap((connection) => connections[connection]?.binding ?? []),
      }),
      workspace: named?.binding,
    },
    workspaceOf: (bound) => named ?? connectionOf(bound) ?? {},
    sourcePaceOf: (bound) => connectionOf(bound)?.pace,
  };

  function connectionOf(bound: string): Connection | undefined {
    return Object.values(connections).find(({ binding }) => binding === bound);
  }
}
