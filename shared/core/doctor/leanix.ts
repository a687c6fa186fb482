// From what was seen of one SAP LeanIX workspace to what is wrong with it: for the credentials and for the flows
// that write there. Pure: whoever calls has looked.
import { LandbridgeError } from '../../errors.ts';
import type { DataModel, Tag, Workspace } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { type Check, type Finding, inDays, passed, problemCheck, problemFinding, skipped } from './check.ts';
import { checkModel } from './leanix-model.ts';
import { checkRights, type RightsSeen } from './leanix-rights.ts';
import { checkTags } from './leanix-tags.ts';
import { checkNetwork, clockFindings, type HostSeen } from './network.ts';

export interface LeanIxCase {
  /** As it was pasted. */
  given: { host: string };
  /** As it was read; absent where it could not be, for `problem`. */
  binding?: { origin: string };
  problem?: LandbridgeError;
  look?: LeanIxSeen;
  /** The flows that write there, each with the tag it has where the configuration names none. */
  flows: readonly { name: string; rules: FlowRules; ownTag?: string }[];
  /** The one workspace that the configuration is meant for. */
  pinnedWorkspace?: string;
  now: number;
}

export interface LeanIxSeen {
  host: HostSeen;
  token?: { problem?: LandbridgeError; aheadMs?: number; ends?: number };
  workspace?: Workspace;
  model?: DataModel | LandbridgeError;
  tags?: readonly Tag[] | 'hidden' | LandbridgeError;
  rights: readonly RightsSeen[];
  /** Fact sheets that are linked, and what became of those that are not there as they should be. */
  linked?: { all: number; archived: number; hidden: number } | LandbridgeError;
}

export function diagnoseLeanIx(found: LeanIxCase): Check[] {
  const { look, binding } = found;
  const key = checkBinding(found);
  if (look === undefined || binding === undefined)
    return [key, skipped('calls', 'the binding cannot be used so')];
  const basics = [key, checkNetwork([look.host], found.now), checkToken(found, look)];
  if (look.workspace === undefined) return [...basics, skipped('workspace', 'there is no token')];
  return [
    ...basics,
    checkWorkspace(found, look.workspace),
    checkRights(found.flows, look),
    ...(look.model === undefined ? [] : [checkModel(found.flows, look.model)]),
    ...(look.tags === undefined ? [] : [checkTags(found.flows, look.tags)]),
    ...checkLinks(look),
  ];
}

function checkBinding({ given, binding, problem }: LeanIxCase): Check {
  const findings = problem === undefined ? [] : [problemFinding(problem)];
  const host = URL.parse(binding?.origin ?? '')?.host ?? given.host;
  // On this machine, without TLS, the scheme has to be given.
  const isPlain =
    given.host === host || (given.host === binding?.origin && binding.origin.startsWith('http:'));
  const spelling: Finding = {
    code: 'LX_HOST_FORMAT',
    severity: 'notes',
    evidence: { given: given.host, readAs: host },
  };
  return passed('binding', host, binding === undefined || isPlain ? findings : [...findings, spelling]);
}

const dayMs = 86_400_000;
const soonMs = 14 * dayMs;

function checkToken({ now }: LeanIxCase, { host, token }: LeanIxSeen): Check {
  if (token === undefined) return skipped('token', `${host.host} was not reached`);
  const clock = clockFindings(token.aheadMs, host.host);
  if (token.problem !== undefined) {
    const check = problemCheck('token', token.problem);
    return { ...check, findings: [...check.findings, ...clock] };
  }
  if (token.ends === undefined) return passed('token', 'issued; the end of the API token is not told', clock);
  const left = token.ends - now;
  const evidence = { until: new Date(token.ends).toISOString(), daysLeft: Math.floor(left / dayMs) };
  const ends: Finding = { code: 'LX_TOKEN_EXPIRES', severity: 'warns', evidence };
  return passed(
    'token',
    `issued; API token until ${inDays(token.ends)}`,
    left < soonMs ? [ends, ...clock] : clock,
  );
}

function checkWorkspace({ pinnedWorkspace }: LeanIxCase, { id, name, role }: Workspace): Check {
  const detail = `${name}${role === undefined ? '' : `, role ${role}`}`;
  if (pinnedWorkspace === undefined || pinnedWorkspace === id) return passed('workspace', detail);
  const evidence = { configured: pinnedWorkspace, workspace: id, name };
  return passed('workspace', detail, [{ code: 'CFG_WORKSPACE', severity: 'stops', evidence }]);
}

function checkLinks({ linked }: LeanIxSeen): Check[] {
  if (linked === undefined) return [];
  if (linked instanceof LandbridgeError) return [problemCheck('links', linked)];
  const { all, archived, hidden } = linked;
  const evidence = { linked: all, hiddenOrDeleted: hidden, archived };
  const findings: Finding[] =
    archived + hidden === 0 ? [] : [{ code: 'LX_LINKED_INVISIBLE', severity: 'warns', evidence }];
  return [passed('links', `${all - archived - hidden} of ${all} linked fact sheets can be read`, findings)];
}
