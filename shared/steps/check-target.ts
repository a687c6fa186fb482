// What the workspace can take of what the flow writes; mistakes of the configuration are told all at once, each
// with its code, its place and what may have been meant.
import { closest } from 'fastest-levenshtein';
import { checkMapping, type Finding } from '../core/map/check-mapping.ts';
import { type Target, targetOf } from '../core/map/target.ts';
import type { DataModel } from '../core/model.ts';
import type { FlowRules } from '../core/rules.ts';
import { LandbridgeError } from '../errors.ts';

/** @throws LX_TYPE_MISSING, LX_EXTERNAL_ID_FIELD, CFG_MAPPING */
export function checkedTarget(rules: FlowRules, model: DataModel): Target {
  const target = targetOf(rules, model);
  const findings = checkMapping(rules, model);
  if (findings.length === 0) return target;
  const told = findings.map((finding, index) => [`${index + 1}`, inWords(finding)]);
  throw new LandbridgeError('CFG_MAPPING', { mistakes: findings.length, ...Object.fromEntries(told) });
}

const mostKnown = 12;

function inWords({ code, at, message, given, known = [] }: Finding): string {
  const nearest =
    given === undefined || known.length === 0 ? '' : `; did you mean ${closest(given, [...known])}?`;
  const more = known.length > mostKnown ? ', …' : '';
  const all = known.length === 0 ? '' : ` Known: ${known.slice(0, mostKnown).join(', ')}${more}`;
  return `${code} ${at}: ${message}${nearest}${all}`;
}
