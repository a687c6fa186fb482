// What `doctor` found as one JSON object, for the command and by HTTP: every check with its light, every finding with all that its code says.
import { type Finding, lightOf } from '../../core/doctor/check.ts';
import type { ErrorEntry } from '../../error-codes/error-entry.ts';
import { errorCodes } from '../../error-codes.ts';
import type { Facts } from '../../errors.ts';
import type { DoctorReport, DoctorSection } from './run-doctor.ts';

export interface DoctorJson {
  verdict: DoctorReport['verdict'];
  sections: {
    connection: string;
    system: DoctorSection['system'];
    checks: { name: string; light: ReturnType<typeof lightOf>; detail: string; codes: string[] }[];
  }[];
  /** What stops work first, then warnings, then what is told only. */
  findings: FindingJson[];
  requests: DoctorReport['requests'];
}

export interface FindingJson {
  code: string;
  severity: Finding['severity'];
  connection: string;
  check: string;
  message: string;
  why: string;
  cure: string;
  steps: readonly string[];
  /** Support component of SAP; null where there is none. */
  component: string | null;
  evidence: Facts;
  /** JSON that is part of the cure; null where none is. */
  paste: object | null;
}

const order = ['stops', 'warns', 'notes'] as const satisfies readonly Finding['severity'][];

export function doctorJson({ verdict, sections, requests }: DoctorReport): DoctorJson {
  const findings = sections.flatMap(({ connection, checks }) =>
    checks.flatMap((check) =>
      check.findings.map((finding): FindingJson => findingJson(finding, connection, check.name)),
    ),
  );
  return {
    verdict,
    sections: sections.map(({ connection, system, checks }) => ({
      connection,
      system,
      checks: checks.map((check) => ({
        name: check.name,
        light: lightOf(check),
        detail: check.detail,
        codes: check.findings.map(({ code }) => code),
      })),
    })),
    findings: order.flatMap((severity) => findings.filter((finding) => finding.severity === severity)),
    requests,
  };
}

function findingJson(finding: Finding, connection: string, check: string): FindingJson {
  const { code, severity, evidence, paste = null } = finding;
  const { what: message, why, cure, steps = [], component }: ErrorEntry = errorCodes[code];
  return {
    ...{ code, severity, connection, check, message, why, cure, steps, evidence, paste },
    component: component ?? null,
  };
}
