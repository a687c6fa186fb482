// From what was seen of one SAP Cloud Integration key to what is wrong with it. Pure: whoever calls has looked.
import type { LandbridgeError } from '../../errors.ts';
import { checkCertificate, checkRefusal, type Validity } from './certificate.ts';
import { type Check, passed, problemFinding, skipped } from './check.ts';
import { checkNetwork, clockFindings, type HostSeen } from './network.ts';

export interface CloudIntegrationCase {
  binding?: { apiUrl: string; tenant: string };
  problem?: LandbridgeError;
  /** Of a key with a certificate. */
  certificate?: Validity | 'unreadable';
  now: number;
  look?: {
    tokenHost: HostSeen;
    apiHost: HostSeen;
    token?: { problem?: LandbridgeError; aheadMs?: number };
    roles?: readonly string[];
    reads: readonly { api: string; call: string; role: string; problem?: LandbridgeError }[];
    hidden?: readonly string[];
  };
}

export function diagnoseCloudIntegration(found: CloudIntegrationCase): Check[] {
  const { binding, problem, look, certificate, now } = found;
  const findings = problem === undefined ? [] : [problemFinding(problem)];
  const how = certificate === undefined ? '' : ', with a certificate';
  const key = passed('key', binding === undefined ? 'cannot be read' : `${binding.tenant}${how}`, findings);
  if (binding === undefined || look === undefined)
    return [key, skipped('calls', 'the key cannot be used so')];
  const { tokenHost, apiHost, token, reads, hidden = [] } = look;
  const basics = [
    key,
    checkNetwork([tokenHost, apiHost], now),
    ...checkCertificate(certificate, now, {
      expired: 'CFG_CERTIFICATE_EXPIRED',
      expires: 'CFG_CERTIFICATE_EXPIRES',
    }),
  ];
  if (token === undefined) return [...basics, skipped('token', `${tokenHost.host} was not reached`)];
  const clock = clockFindings(token.aheadMs, tokenHost.host);
  if (token.problem !== undefined) {
    const refused = checkRefusal(token.problem, certificate, now);
    return [...basics, { ...refused, findings: [...refused.findings, ...clock] }];
  }
  const rest = reads.length === 0 ? [skipped('reads', `${apiHost.host} was not reached`)] : checkReads(reads);
  return [...basics, passed('token', 'issued', clock), ...rest, ...checkPolicies(hidden)];
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
