// Looks at one SAP LeanIX workspace and says what is wrong with it, for its credentials and for the flows that
// write there. Reads only.
import { parseLeanIxBinding, readLeanIxKey } from '../../connectors/leanix/binding.ts';
import { lookAtLeanIx } from '../../connectors/leanix/look-at-leanix.ts';
import { diagnoseLeanIx } from '../../core/doctor/leanix.ts';
import { LandbridgeError } from '../../errors.ts';
import type { Examine } from './examine.ts';

export const examineLeanIx: Examine = async (examination) => {
  const { connection: name, credentials, surroundings, meter, flows, pinnedWorkspace } = examination;
  const shared = {
    given: readLeanIxKey(credentials),
    flows,
    ...(pinnedWorkspace !== undefined && { pinnedWorkspace }),
    now: surroundings.now(),
  };
  try {
    const binding = parseLeanIxBinding(name, credentials);
    const types = [...new Set(flows.map(({ rules }) => rules.targetType))];
    const look = await lookAtLeanIx(binding, types, { surroundings, meter });
    return diagnoseLeanIx({ ...shared, binding, look });
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    return diagnoseLeanIx({ ...shared, problem: thrown });
  }
};
