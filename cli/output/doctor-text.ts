// What `doctor` saw, as a person reads it: one line a check, on one screen; below it every finding with what was
// seen, why, and what to do.
import { styleText } from 'node:util';
import { systemTitles } from '../../shared/platform/bindings.ts';
import type { DoctorJson, FindingJson } from '../../shared/platform/doctor/doctor-json.ts';
import { verdictText } from '../../shared/platform/doctor/verdict-text.ts';
import { entryText } from './entry-text.ts';

const marks = {
  ok: styleText('green', '✓'),
  note: styleText('green', '✓'),
  warning: styleText('yellow', '!'),
  failed: styleText('red', '✗'),
  skipped: styleText('dim', '-'),
} as const;

const severities = {
  stops: styleText('red', '✗'),
  warns: styleText('yellow', '!'),
  notes: styleText('dim', 'i'),
} as const;

const colours = { green: 'green', warnings: 'yellow', failing: 'red' } as const;

const titles: Readonly<Record<string, string>> = { ...systemTitles, installation: '' };

/** @param width columns of the screen; undefined where there is none */
export function doctorText(found: DoctorJson, width: number | undefined): string {
  const { verdict, sections, findings } = found;
  const widest = Math.max(...sections.flatMap(({ checks }) => checks.map(({ name }) => name.length)));
  const lines = sections.flatMap(({ connection, system, checks }) => [
    `${styleText('bold', connection)}  ${titles[system] ?? system}`.trimEnd(),
    ...checks.map(({ name, light, detail }) => {
      const room = width === undefined ? detail.length : width - widest - 7;
      return `  ${marks[light]} ${name.padEnd(widest)}  ${cut(detail, room)}`.trimEnd();
    }),
  ]);
  return [
    ...lines,
    ...findings.flatMap(findingLines),
    '',
    styleText(colours[verdict], verdictText(found)),
  ].join('\n');
}

function cut(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, Math.max(0, room - 1))}…` : text;
}

function findingLines(finding: FindingJson): string[] {
  const { code, severity, connection, check, evidence } = finding;
  const seen = Object.entries(evidence).map(([name, value]) => `${name}: ${value}`);
  return [
    '',
    `${severities[severity]} ${styleText('bold', code)}  ${connection}, ${check}`,
    ...entryText(finding, seen.length === 0 ? undefined : seen.join('\n')),
  ];
}
