// Whether the tag library has the tags that the flows name.
import { LandbridgeError } from '../../errors.ts';
import { checkTagRules } from '../map/check-tag-rules.ts';
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
  const findings = flows.flatMap(({ name, rules, ownTag }): Finding[] => {
    const mistakes = checkTagRules(rules, tags).map(({ code, at, message, known = [] }): Finding => {
      const evidence = { flow: name, at, message, ...(known.length > 0 && { known: known.join(', ') }) };
      return { code, severity: 'stops', evidence };
    });
    const { tag } = rules;
    if (tag === '' || findTags(tag, tags).length > 0) return mistakes;
    // Nobody asked for the flow's own: it is used where it is there.
    const severity = tag === ownTag ? 'notes' : 'warns';
    return [...mistakes, { code: 'LX_TAG_UNKNOWN', severity, evidence: { flow: name, tag } }];
  });
  return passed('tags', `${tags.length} in the library`, findings);
}
