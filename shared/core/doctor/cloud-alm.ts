// From what was seen of one SAP Cloud ALM key to what is wrong with it. Pure: whoever calls has looked.
import type { LandbridgeError } from '../../errors.ts';
import {
  type Check,
  type Finding,
  inBytes,
  inDays,
  passed,
  problemCheck,
  problemFinding,
  skipped,
} from './check.ts';
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
    checkNetwork([look.tokenHost, look.apiHost]),
    ...checkCertificate(found),
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

const dayMs = 86_400_000;

function checkCertificate({ certificate, now }: CloudAlmCase): Check[] {
  if (certificate === undefined) return [];
  // That is told where the connection was to be made with it.
  if (certificate === 'unreadable') return [{ ...passed('certificate', 'cannot be read'), failed: true }];
  const { from, until } = certificate;
  const left = until - now;
  const detail = `until ${inDays(until)}`;
  if (left <= 0) {
    const evidence = { until: new Date(until).toISOString() };
    return [
      passed('certificate', detail, [{ code: 'CALM_CERTIFICATE_EXPIRED', severity: 'stops', evidence }]),
    ];
  }
  // Of one that lives for a week, two days are early enough.
  const soon = Math.min(14 * dayMs, (until - from) / 3);
  const evidence = { until: new Date(until).toISOString(), daysLeft: Math.floor(left / dayMs) };
  const findings: Finding[] =
    left > soon ? [] : [{ code: 'CALM_CERTIFICATE_EXPIRES', severity: 'warns', evidence }];
  return [passed('certificate', detail, findings)];
}

/** SAP: never under 30 minutes (cloud-alm-api 1.5). */
const leastLifeMs = 30 * 60_000;

function checkToken(found: CloudAlmCase, { tokenHost, token }: CloudAlmSeen): Check {
  if (token === undefined) return skipped('token', `${tokenHost.host} was not reached`);
  const clock = clockFindings(token.aheadMs, tokenHost.host);
  if (token.problem !== undefined) {
    const hasExpired =
      found.certificate !== undefined &&
      found.certificate !== 'unreadable' &&
      found.certificate.until <= found.now;
    // The server only says that it does not take it; why is known.
    if (hasExpired) return { name: 'token', detail: token.problem.message, findings: clock, failed: true };
    const refusal =
      found.certificate !== undefined && isHungUp(token.problem)
        ? asRefusal(token.problem)
        : problemFinding(token.problem);
    return { name: 'token', detail: token.problem.message, findings: [refusal, ...clock] };
  }
  const { lifeMs } = token;
  if (lifeMs === undefined) return passed('token', 'issued', clock);
  const detail = `issued, lives ${inWords(lifeMs)}`;
  const short: Finding = { code: 'CALM_TOKEN_LIFE', severity: 'warns', evidence: { seconds: lifeMs / 1000 } };
  return passed('token', detail, lifeMs < leastLifeMs ? [short, ...clock] : clock);
}

/** Some servers do not tell why they do not take a certificate: they hang up once it was shown. */
function isHungUp({ code, facts }: LandbridgeError): boolean {
  return code === 'NET_UNREACHABLE' && (facts.reason === 'ECONNRESET' || facts.reason === 'EPIPE');
}

function asRefusal({ facts }: LandbridgeError): Finding {
  return { code: 'NET_CLIENT_CERTIFICATE', severity: 'stops', evidence: facts };
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
