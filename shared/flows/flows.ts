// The flows there are. A new flow is a file beside this one and a line here.
import type { FlowRules } from '../core/rules.ts';
import { landscape } from './landscape.ts';

export const flows = { landscape } as const satisfies Record<string, FlowRules>;

export type FlowName = keyof typeof flows;

/** `landscape`, or `landscape-<whatever tells it from the others>`. */
export const flowNames = new RegExp(`^(${Object.keys(flows).join('|')})(?:-.+)?$`);

/** Which flow a configured one is. */
export function flowOf(configured: string): FlowName | undefined {
  const name = flowNames.exec(configured)?.[1] ?? '';
  return isFlowName(name) ? name : undefined;
}

function isFlowName(name: string): name is FlowName {
  return Object.hasOwn(flows, name);
}
