// Looks for tags that the configuration names and the tag library does not have, or not for the type: all at once and
// before anything is written. The tag that marks what is kept is none of them: it is used where it exists.
import type { Tag } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import type { TagRule } from '../settings.ts';
import type { Finding } from './check-mapping.ts';
import { findTags, fullName, maySet } from './tags.ts';

/** None where the workspace does not name its tags: whether they exist is not known then. */
export function checkTagRules(
  { tagRules, missingTags, targetType }: FlowRules,
  library: readonly Tag[] | undefined,
): Finding[] {
  if (library === undefined) return [];
  const settable = library.filter((tag) => maySet(tag, targetType));
  return tagRules.flatMap((rule, index) =>
    tagNames(rule, `tags.${index}`).flatMap(([at, name]): Finding[] => {
      const found = findTags(name, library);
      if (found.length > 1) {
        const message = `several tag groups have a tag "${name}"`;
        return [{ code: 'LX_TAG_AMBIGUOUS', at, message, given: name, known: found.map(fullName) }];
      }
      const known = settable.map(name.includes('/') ? fullName : ({ name: short }) => short).sort();
      if (found.length === 0) {
        if (missingTags !== 'stop') return [];
        return [
          { code: 'LX_TAG_UNKNOWN', at, message: `the workspace has no tag "${name}"`, given: name, known },
        ];
      }
      if (found.some((tag) => maySet(tag, targetType))) return [];
      const message = `the tag "${name}" is not for ${targetType}`;
      return [{ code: 'LX_TAG_TYPE', at, message, given: name, known }];
    }),
  );
}

/** What a rule may set whatever the items are, with where it stands. */
export function tagNames(rule: TagRule, at: string): [at: string, name: string][] {
  if (typeof rule === 'string') return [[at, rule]];
  const values = Object.entries(rule.values).map(([glob, value]) => [`${at}.values.${glob}`, value] as const);
  const all = rule.else === undefined ? values : [...values, [`${at}.else`, rule.else] as const];
  return all.flatMap(([place, value]) =>
    [value].flat().flatMap((name): [string, string][] => (name === '' ? [] : [[place, name]])),
  );
}
