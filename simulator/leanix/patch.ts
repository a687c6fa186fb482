// One patch of a mutation as GraphQL hands it in.
import { refuse, refuseOperation } from './errors.ts';

export interface Patch {
  op: 'add' | 'replace' | 'remove';
  path: string;
  value?: string | null;
}

/** The value of a patch, when the operation is one of those its path allows. */
export function requireValue(patch: Patch, ops: readonly Patch['op'][]): string {
  if (!ops.includes(patch.op)) throw refuseOperation(patch.op, patch.path);
  if (patch.value === undefined || patch.value === null) {
    throw refuse(`SIMULATED: operation '${patch.op}' on path '${patch.path}' needs a value`);
  }
  return patch.value;
}
