// From what was seen of one SAP Cloud ALM key to what is wrong with it. Pure: whoever calls has looked.
import { checkCertificate, checkRefusal } from './certificate.ts';
import { type Check, type Finding, inBytes, passed, problemCheck, skipped } from './check.ts';
import type { CloudAlmCase, CloudAlmSeen } from './cloud-alm-case.ts';
import { checkKey, checkRegion, checkTenant } from './cloud-alm-key.ts';
import { checkScopes, missingScopes } from './cloud-alm-scopes.ts';
import { checkNetwork, clockFindings } from './network.ts';

export function diagnoseCloudAlm(found: CloudAlmCase): Check[] {
  const { binding, look } = found;
  const key = checkKey(found);
  if (binding === undefined || look === undefined)
    return [key, skipped('calls', 'the key cannot be used so')];
  return [
    key,
    checkRegion(binding),
    checkTenant(found),
    checkNetwork([look.tokenHost, look.apiHost], found.now),
    ...checkCertificate(found.certificate, found.now, {
      expired: 'CALM_CERTIFICATE_EXPIRED',
      expires: 'CALM_CERTIFICATE_EXPIRES',
    }),
    checkToken(found, look),
    ...afterToken(found, look),
    ...checkFairUse(found),
  ];
}

function afterToken(found: CloudAlmCase, look: CloudAlmSeen): Check[] {
  const { token } = look;
  if (token === undefined || token.problem !== undefined) return [skipped('scopes', 'there is no token')];
  return [checkScopes(found, look), ...checkReads(found, look)];
}

/** SAP: never under 30 minutes (cloud-alm-api 1.5). */
const leastLifeMs = 30 * 60_000;

function checkToken(found: CloudAlmCase, { tokenHost, token }: CloudAlmSeen): Check {
  if (token === undefined) return skipped('token', `${tokenHost.host} was not reached`);
  const clock = clockFindings(token.aheadMs, tokenHost.host);
  if (token.problem !== undefined) {
    const refused = checkRefusal(token.problem, found.certificate, found.now);
    return { ...refused, findings: [...refused.findings, ...clock] };
  }
  const { lifeMs } = token;
  if (lifeMs === undefined) return passed('token', 'issued', clock);
  const detail = `issued, lives ${inWords(lifeMs)}`;
  const short: Finding = { code: 'CALM_TOKEN_LIFE', severity: 'warns', evidence: { seconds: lifeMs / 1000 } };
  return passed('token', detail, lifeMs < leastLifeMs ? [short, ...clock] : clock);
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function checkReads(found: CloudAlmCase, look: CloudAlmSeen): Check[] {
  if (look.reads.length === 0) return [skipped('reads', `${look.apiHost.host} was not reached`)];
  const missing = new Set(missingScopes(found, look));
  let told = false;
  return look.reads.map(({ api, call, scopes, problem, rows }): Check => {
    if (problem === undefined) {
      const isEmpty = api === 'landscape' && rows === 0;
      const empty: Finding = { code: 'CALM_LANDSCAPE_DELAY', severity: 'warns', evidence: { call, rows: 0 } };
      return passed(api, `${call}${rows === 0 ? ': empty' : ''}`, isEmpty ? [empty] : []);
    }
    const status = problem.facts.status === undefined ? problem.code : `HTTP ${problem.facts.status}`;
    const failed: Check = { name: api, detail: `${call}: ${status}`, findings: [], failed: true };
    if (problem.code === 'CALM_FORBIDDEN' && scopes.some((scope) => missing.has(scope))) return failed;
    // A token that is refused once is refused everywhere.
    if (problem.code === 'CALM_TOKEN_REJECTED' && told) return failed;
    told ||= problem.code === 'CALM_TOKEN_REJECTED';
    return { ...problemCheck(api, problem), detail: failed.detail };
  });
}

/** GB of answers a month (cloud-alm-api 2.17). */
const fairUseBytes = 24 * 1024 ** 3;

function checkFairUse({ readThisMonth }: CloudAlmCase): Check[] {
  if (readThisMonth === undefined) return [];
  const percent = Math.round((readThisMonth / fairUseBytes) * 100);
  const evidence = { readThisMonth: inBytes(readThisMonth), limit: '24 GB', percent };
  const findings: Finding[] = percent > 80 ? [{ code: 'CALM_FAIR_USE', severity: 'warns', evidence }] : [];
  return [passed('fair use', `${inBytes(readThisMonth)} of 24 GB this month, by this store`, findings)];
}
