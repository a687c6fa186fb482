// docs/errors.md from shared/error-codes.ts: `npm run docs` writes it, `npm run check` compares.
import { writeFileSync } from 'node:fs';
import type { ErrorEntry } from '../shared/error-codes/error-entry.ts';
import { type ErrorCode, errorCodes } from '../shared/error-codes.ts';

export const errorsPagePath = 'docs/errors.md';

const families: Readonly<Record<string, string>> = {
  BUG: 'faults of Landbridge',
  CALM: 'SAP Cloud ALM',
  CFG: 'command line, bindings and configuration',
  CPI: 'SAP Cloud Integration',
  HOOK: 'requests from outside: HTTP functions and webhooks',
  JOB: 'SAP Job Scheduling service',
  LX: 'SAP LeanIX',
  NET: 'network',
  PLAN: 'plans and their guards',
  QUEUE: 'the queues between the steps',
  INBOX: 'what waits for a person, and decisions',
  STORE: 'the store between the steps',
};

const fixers = {
  user: 'you, in the configuration or in the system named',
  operator: 'the operator of the network, the system or this installation',
  us: 'the makers of Landbridge',
} as const;

export function renderErrorsPage(): string {
  const codes = (Object.keys(errorCodes) as ErrorCode[]).sort();
  const prefixes = [...new Set(codes.map(prefixOf))];
  return [
    '# Errors',
    '',
    'Generated from `shared/error-codes.ts` by `npm run docs`; do not edit. Every code Landbridge prints or',
    'reports, what it means and what to do. The facts of the case (which binding, which status) are printed',
    'behind the sentence.',
    '',
    ...prefixes.map((prefix) => `- [${headingOf(prefix)}](#${anchorOf(prefix)})`),
    '',
    ...prefixes.flatMap((prefix) => [
      `## ${headingOf(prefix)}`,
      '',
      ...codes.filter((code) => prefixOf(code) === prefix).flatMap(renderCode),
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function renderCode(code: ErrorCode): string[] {
  const { what, why, cure, steps = [], component, retryable, fixableBy }: ErrorEntry = errorCodes[code];
  return [
    `### ${code}`,
    '',
    `${what}.`,
    '',
    `- **Why:** ${why}`,
    `- **What to do:** ${cure}`,
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    ...(component === undefined ? [] : [`- **Support component of SAP:** ${component}`]),
    `- **Who can fix it:** ${fixers[fixableBy]}`,
    `- **The same call may succeed later by itself:** ${retryable ? 'yes' : 'no'}`,
    '',
  ];
}

function prefixOf(code: ErrorCode): string {
  return code.slice(0, code.indexOf('_'));
}

function familyOf(prefix: string): string {
  const family = families[prefix];
  if (family === undefined) throw new Error(`scripts/errors-page.ts has no title for the prefix ${prefix}`);
  return family;
}

function headingOf(prefix: string): string {
  return `${prefix}: ${familyOf(prefix)}`;
}

function anchorOf(prefix: string): string {
  return headingOf(prefix)
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

if (import.meta.main) {
  writeFileSync(errorsPagePath, renderErrorsPage());
  console.log(`${errorsPagePath} written`);
}
