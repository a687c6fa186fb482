// Looks at one SAP LeanIX workspace and says what is wrong with it, for its credentials and for the flows that
// write there. Reads only.
import { parseLeanIxBinding, readLeanIxKey } from '../../connectors/leanix/binding.ts';
import { lookAtLeanIx } from '../../connectors/leanix/look-at-leanix.ts';
import { diagnoseLeanIx } from '../../core/doctor/leanix.ts';
import { LandbridgeError } from '../../errors.ts';
import { flows as flowKinds, flowOf } from '../../flows/flows.ts';
import { readLinks } from '../links.ts';
import type { Examination, Examine } from './examine.ts';

export const examineLeanIx: Examine = async (examination) => {
  const { connection: name, credentials, surroundings, meter, flows, pinnedWorkspace } = examination;
  const shared = {
    given: readLeanIxKey(credentials),
    flows: flows.map(({ name: flow, rules }) => ({ name: flow, rules, ...ownTagOf(flow) })),
    ...(pinnedWorkspace !== undefined && { pinnedWorkspace }),
    now: surroundings.now(),
  };
  try {
    const binding = parseLeanIxBinding(name, credentials);
    const types = [...new Set(flows.map(({ rules }) => rules.targetType))];
    const look = await lookAtLeanIx(binding, types, { surroundings, meter }, (workspaceId) =>
      linkedIds(examination, workspaceId),
    );
    return diagnoseLeanIx({ ...shared, binding, look });
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    return diagnoseLeanIx({ ...shared, problem: thrown });
  }
};

/** So many of each flow are looked for: in ten requests. */
const mostLinks = 500;

/** Without those that we archived ourselves. */
async function linkedIds({ store, flows }: Examination, workspaceId: string) {
  const ids: Record<string, string[]> = {};
  if (store === undefined) return ids;
  for (const { name, rules } of flows) {
    const links = [...(await readLinks(store, workspaceId, name)).values()];
    const wanted = links.filter(({ archivedAt }) => archivedAt === undefined).slice(0, mostLinks);
    const known = ids[rules.targetType] ?? [];
    if (wanted.length > 0)
      ids[rules.targetType] = [...known, ...wanted.map(({ factSheetId }) => factSheetId)];
  }
  return ids;
}

function ownTagOf(flow: string): { ownTag?: string } {
  const kind = flowOf(flow);
  return kind === undefined ? {} : { ownTag: flowKinds[kind].tag };
}
