// What hosts and clocks show, the same for every system.
import type { LandbridgeError } from '../../errors.ts';
import { endOf, endsSoon, type Validity } from './certificate.ts';
import { type Check, type Finding, inDays, passed, problemFinding } from './check.ts';

export interface HostSeen {
  host: string;
  problem?: LandbridgeError;
  proxy?: string;
  protocol?: string;
  /** From when until when its certificate holds. */
  certificate?: Validity;
}

/** One check for all hosts of a connection; one that was seen twice is told once. */
export function checkNetwork(hosts: readonly HostSeen[], now: number): Check {
  const each = [...new Map(hosts.map((seen) => [seen.host, seen])).values()];
  const findings = each.flatMap((seen) => findingsOf(seen, now));
  return passed('network', each.map(inWords).join('; '), findings);
}

function findingsOf({ host, problem, certificate }: HostSeen, now: number): Finding[] {
  if (problem !== undefined) return [problemFinding(problem)];
  if (certificate === undefined || !endsSoon(certificate, now)) return [];
  const evidence = { host, ...endOf(certificate, now) };
  return [{ code: 'NET_CERTIFICATE_EXPIRES', severity: 'warns', evidence }];
}

function inWords({ host, problem, proxy, protocol, certificate }: HostSeen): string {
  if (problem !== undefined)
    return `${host} ${problem.facts.step ?? 'not'}: ${problem.facts.reason ?? 'failed'}`;
  if (proxy !== undefined) return `${host} through the proxy ${proxy}`;
  if (protocol === undefined) return `${host} listens`;
  return `${host} ${protocol}${certificate === undefined ? '' : `, certificate until ${inDays(certificate.until)}`}`;
}

/** Tokens are renewed minutes before their end: less does no harm. */
const tolerableMs = 2 * 60_000;

export function clockFindings(aheadMs: number | undefined, host: string): Finding[] {
  if (aheadMs === undefined || Math.abs(aheadMs) <= tolerableMs) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const here = `${seconds} s ${aheadMs > 0 ? 'behind' : 'ahead'}`;
  return [{ code: 'NET_CLOCK', severity: 'warns', evidence: { host, clockHere: here } }];
}
