// Whether the tag library has the tags that the flows name.
import { LandbridgeError } from '../../errors.ts';
import { findTags } from '../map/tags.ts';
import type { Tag } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { type Check, type Finding, passed, problemCheck, skipped } from './check.ts';

export function checkTags(
  flows: readonly { name: string; rules: FlowRules; ownTag?: string }[],
  tags: readonly Tag[] | 'hidden' | LandbridgeError,
): Check {
  if (tags instanceof LandbridgeError) return problemCheck('tags', tags);
  if (tags === 'hidden') return skipped('tags', 'the workspace does not name its tags to this user');
  const findings = flows.flatMap(({ name, rules, ownTag }) =>
    tagsNamed(rules)
      .filter((tag) => findTags(tag, tags).length === 0)
      .map((tag): Finding => {
        // Nobody asked for the flow's own: it is used where it is there.
        const severity = tag === ownTag ? 'notes' : 'warns';
        return { code: 'LX_TAG_UNKNOWN', severity, evidence: { flow: name, tag } };
      }),
  );
  return passed('tags', `${tags.length} in the library`, findings);
}

function tagsNamed({ tag, tags }: FlowRules): string[] {
  const named = tags.flatMap((rule) => {
    if (typeof rule === 'string') return [rule];
    return [...Object.values(rule.values), ...(rule.else === undefined ? [] : [rule.else])].flat();
  });
  return [...new Set([tag, ...named])].filter((name) => name !== '');
}
