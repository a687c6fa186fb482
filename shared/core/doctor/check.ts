// What a look at a system comes to: checks in the order they were made, each with what it found. Findings carry
// codes; what they mean and how they are cured is known by the code.
import type { ErrorCode } from '../../error-codes.ts';
import type { Facts, LandbridgeError } from '../../errors.ts';

/** `stops`: Landbridge cannot work so. `warns`: it works, but not as wanted, or not for long. `notes`: told only. */
export type Severity = 'stops' | 'warns' | 'notes';

export interface Finding {
  code: ErrorCode;
  severity: Severity;
  /** What was seen. */
  evidence: Facts;
  /** JSON that is part of the cure. */
  paste?: object;
}

export interface Check {
  name: string;
  /** In a few words what was seen, or why it could not be looked at. */
  detail: string;
  findings: readonly Finding[];
  /** It could not be looked at. */
  skipped?: true;
  /** It failed for a reason that another check tells. */
  failed?: true;
}

export type Light = 'ok' | 'note' | 'warning' | 'failed' | 'skipped';

export function lightOf({ findings, skipped, failed }: Check): Light {
  const has = (severity: Severity) => findings.some((finding) => finding.severity === severity);
  if (has('stops') || failed) return 'failed';
  if (has('warns')) return 'warning';
  if (skipped) return 'skipped';
  return has('notes') ? 'note' : 'ok';
}

/** The worst of all checks. */
export function verdictOf(checks: readonly Check[]): 'green' | 'warnings' | 'failing' {
  const lights = new Set(checks.map(lightOf));
  if (lights.has('failed')) return 'failing';
  return lights.has('warning') ? 'warnings' : 'green';
}

export function passed(name: string, detail: string, findings: readonly Finding[] = []): Check {
  return { name, detail, findings };
}

export function skipped(name: string, why: string): Check {
  return { name, detail: why, findings: [], skipped: true };
}

/** A problem that a call had, as it is. */
export function problemCheck(name: string, problem: LandbridgeError): Check {
  return { name, detail: problem.message, findings: [problemFinding(problem)] };
}

export function problemFinding({ code, facts }: LandbridgeError, severity: Severity = 'stops'): Finding {
  return { code, severity, evidence: facts };
}

/** `1.2 MB` */
export function inBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

/** `2026-11-28` */
export function inDays(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
