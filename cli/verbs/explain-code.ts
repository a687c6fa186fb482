// `landbridge explain-code CODE`: what a code means and what to do. Asks no system.
import { Command } from 'commander';
import type { ErrorEntry } from '../../shared/error-codes/error-entry.ts';
import { type ErrorCode, errorCodes, formerCodes } from '../../shared/error-codes.ts';
import { LandbridgeError } from '../../shared/errors.ts';
import { nearestOf } from '../../shared/steps/nearest.ts';
import { entryText } from '../output/entry-text.ts';
import { print } from '../terminal.ts';

export function explainCodeCommand(): Command {
  return new Command('explain-code')
    .description('Says what an error code means, why it comes, and what to do.')
    .argument('<code>', 'such as CALM_SCOPE_MISSING')
    .option('--json', 'print one JSON object on stdout and nothing else')
    .action((text: string, { json: wantsJson }: { json?: boolean }) => {
      const code = codeOf(text);
      const { what: message, steps = [], component, ...rest }: ErrorEntry = errorCodes[code];
      const entry = { code, message, ...rest, steps, component: component ?? null };
      print(wantsJson ? JSON.stringify(entry) : [code, ...entryText(entry)].join('\n'));
    });
}

/** @throws CFG_USAGE */
function codeOf(text: string): ErrorCode {
  const wanted = text.trim().toUpperCase();
  const known = isCode(wanted) ? wanted : formerCodes.get(wanted);
  if (known !== undefined) return known;
  const nearest = nearestOf(wanted, Object.keys(errorCodes));
  throw new LandbridgeError('CFG_USAGE', {
    code: text,
    ...(nearest !== undefined && { didYouMean: nearest }),
  });
}

function isCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCodes, text);
}
