// What the end of a certificate means: of one that a client shows, or of one that a host has.
import type { ErrorCode } from '../../error-codes.ts';
import type { LandbridgeError } from '../../errors.ts';
import { type Check, type Finding, inDays, passed, problemFinding } from './check.ts';

export interface Validity {
  /** Milliseconds since 1970. */
  from: number;
  until: number;
}

const dayMs = 86_400_000;
const longestNoticeMs = 14 * dayMs;
/** Of one that lives for a week, two days are early enough. */
const shareOfLife = 1 / 3;

export function endsSoon({ from, until }: Validity, now: number): boolean {
  return until - now <= Math.min(longestNoticeMs, (until - from) * shareOfLife);
}

/** What is told of the end of a certificate that holds still. */
export function endOf({ until }: Validity, now: number): { until: string; daysLeft: number } {
  return { until: new Date(until).toISOString(), daysLeft: Math.floor((until - now) / dayMs) };
}

/** The certificate of a key; none where the key has a secret. */
export function checkCertificate(
  certificate: Validity | 'unreadable' | undefined,
  now: number,
  codes: { expired: ErrorCode; expires: ErrorCode },
): Check[] {
  if (certificate === undefined) return [];
  // That is told where the connection was to be made with it.
  if (certificate === 'unreadable') return [{ ...passed('certificate', 'cannot be read'), failed: true }];
  const { until } = certificate;
  const findings: Finding[] = [];
  if (until <= now) {
    const evidence = { until: new Date(until).toISOString() };
    findings.push({ code: codes.expired, severity: 'stops', evidence });
  } else if (endsSoon(certificate, now)) {
    findings.push({ code: codes.expires, severity: 'warns', evidence: endOf(certificate, now) });
  }
  return [passed('certificate', `until ${inDays(until)}`, findings)];
}

/** Why no token was issued, given what the certificate of the key tells. */
export function checkRefusal(
  problem: LandbridgeError,
  certificate: Validity | 'unreadable' | undefined,
  now: number,
): Check {
  const { message: detail } = problem;
  // The server only says that it does not take it; why is known.
  const isTold = certificate !== undefined && certificate !== 'unreadable' && certificate.until <= now;
  if (isTold) return { name: 'token', detail, findings: [], failed: true };
  const finding: Finding =
    certificate !== undefined && isHungUp(problem)
      ? { code: 'NET_CLIENT_CERTIFICATE', severity: 'stops', evidence: problem.facts }
      : problemFinding(problem);
  return { name: 'token', detail, findings: [finding] };
}

/** Some servers do not tell why they do not take a certificate: they hang up once it was shown. */
function isHungUp({ code, facts }: LandbridgeError): boolean {
  return code === 'NET_UNREACHABLE' && (facts.reason === 'ECONNRESET' || facts.reason === 'EPIPE');
}
