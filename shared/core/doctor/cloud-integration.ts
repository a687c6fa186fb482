// From what was seen of one SAP Cloud Integration key to what is wrong with it. Pure: whoever calls has looked.
import type { LandbridgeError } from '../../errors.ts';
import { type Check, passed, problemCheck, problemFinding, skipped } from './check.ts';
import { checkNetwork, clockFindings, type HostSeen } from './network.ts';

export interface CloudIntegrationCase {
  binding?: { apiUrl: string; tenant: string };
  problem?: LandbridgeError;
  look?: {
    tokenHost: HostSeen;
    apiHost: HostSeen;
    token?: { problem?: LandbridgeError; aheadMs?: number };
    roles?: readonly string[];
    reads: readonly { api: string; call: string; role: string; problem?: LandbridgeError }[];
    hidden?: readonly string[];
  };
}

export function diagnoseCloudIntegration({ binding, problem, look }: CloudIntegrationCase): Check[] {
  const findings = problem === undefined ? [] : [problemFinding(problem)];
  const key = passed('key', binding?.tenant ?? 'cannot be read', findings);
  if (binding === undefined || look === undefined)
    return [key, skipped('calls', 'the key cannot be used so')];
  const { tokenHost, apiHost, token, reads, hidden = [] } = look;
  const network = checkNetwork([tokenHost, apiHost]);
  if (token === undefined) return [key, network, skipped('token', `${tokenHost.host} was not reached`)];
  const clock = clockFindings(token.aheadMs, tokenHost.host);
  if (token.problem !== undefined) {
    const refused = problemCheck('token', token.problem);
    return [key, network, { ...refused, findings: [...refused.findings, ...clock] }];
  }
  const rest = reads.length === 0 ? [skipped('reads', `${apiHost.host} was not reached`)] : checkReads(reads);
  return [key, network, passed('token', 'issued', clock), ...rest, ...checkPolicies(hidden)];
}

function checkReads(reads: NonNullable<CloudIntegrationCase['look']>['reads']): Check[] {
  let told = false;
  return reads.map(({ api, call, role, problem }): Check => {
    if (problem === undefined) return passed(api, `${call}, role ${role}`);
    const status = problem.facts.status === undefined ? problem.code : `HTTP ${problem.facts.status}`;
    // A token that is refused once is refused everywhere.
    const isRepeated = problem.code === 'CPI_TOKEN_REJECTED' && told;
    told ||= problem.code === 'CPI_TOKEN_REJECTED';
    const findings = isRepeated ? [] : [problemFinding(problem)];
    return { name: api, detail: `${call}: ${status}`, findings, failed: true };
  });
}

/** Told where there is something to tell: what is hidden is left out without a word elsewhere. */
function checkPolicies(hidden: readonly string[]): Check[] {
  if (hidden.length === 0) return [];
  const evidence = { artifacts: hidden.join(', '), status: 403, role: 'AccessAllAccessPoliciesArtifacts' };
  return [
    passed('policies', `${hidden.length} deployed but hidden`, [
      { code: 'CPI_ACCESS_POLICY', severity: 'warns', evidence },
    ]),
  ];
}
