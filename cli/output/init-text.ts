// What `init` found and what to do next, as a person reads it.
import { styleText } from 'node:util';
import { skipReasons } from '../../shared/core/report-reasons.ts';
import type { InitJson } from './init-json.ts';
import { table } from './table.ts';

const tagTexts = { present: 'there', absent: 'not there', unreadable: 'not readable' } as const;

export function initText({ file, flow, sources, workspaces, target, tag, skipped, next }: InitJson): string {
  const reasons = Object.entries(skipped)
    .sort(([, left], [, right]) => right - left)
    .map(([code, count]) => [String(count), code, skipReasons[code] ?? '']);
  const type = `${target.type}, ${target.subtype}${target.problem === null ? '' : ' (cannot be written)'}`;
  return [
    `${styleText('bold', file)} written`,
    '',
    table([
      ...sources.map(({ tenant, objects, selected }) => [
        flow === 'iflows' ? 'from Cloud Integration' : 'from Cloud ALM',
        tenant,
        `${selected} of ${objects} objects wanted`,
      ]),
      ...workspaces.map(({ name, id }, index) => [
        index === 0 ? 'to LeanIX' : 'also bound',
        name,
        index === 0 ? `${type}; tag ${tag.name} ${tagTexts[tag.state]}` : id,
      ]),
    ]),
    ...(reasons.length === 0 ? [] : ['', styleText('bold', 'Not wanted, and why'), table(reasons)]),
    '',
    styleText('bold', 'What to do next'),
    `  1. Look at ${file}: it says what is wanted, and what becomes of it.`,
    `  2. ${next}`,
    '     reads, plans and stops: nothing is written. It names its plan: how many changes, which hash.',
    `  3. ${next} --approve <planHash>`,
    '     writes exactly that plan: links first.',
    '  4. npx landbridge inbox',
    `     shows what waits for you${flow === 'iflows' ? '.' : ': new fact sheets wait until you accept them, or policy.create says apply.'}`,
  ].join('\n');
}
