// What the workspace can take of what the flow writes; mistakes of the configuration are told all at once, each
// with its code, its place and what may have been meant.
import { checkMapping, type Finding } from '../core/map/check-mapping.ts';
import { checkTagRules } from '../core/map/check-tag-rules.ts';
import { type Target, targetOf } from '../core/map/target.ts';
import type { DataModel, Tag } from '../core/model.ts';
import type { FlowRules } from '../core/rules.ts';
import { LandbridgeError } from '../errors.ts';
import { missingType } from './missing-type.ts';
import { nearestOf } from './nearest.ts';

/**
 * @param askTags where there are mistakes, those in tags are told with them
 * @throws LX_TYPE_MISSING, LX_EXTERNAL_ID_FIELD, CFG_MAPPING
 */
export async function checkedTarget(
  rules: FlowRules,
  model: DataModel,
  askTags?: () => Promise<readonly Tag[] | undefined>,
): Promise<Target> {
  if (model.types[rules.targetType] === undefined) throw missingType(rules.targetType, model);
  const target = targetOf(rules, model);
  const findings = checkMapping(rules, model);
  if (findings.length === 0) return target;
  const inTags = rules.tagRules.length > 0 && askTags ? checkTagRules(rules, await askTags()) : [];
  refuseMistakes([...findings, ...inTags]);
  return target;
}

/** @throws CFG_MAPPING */
export function refuseMistakes(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const told = findings.map((finding, index) => [`${index + 1}`, inWords(finding)]);
  throw new LandbridgeError('CFG_MAPPING', { mistakes: findings.length, ...Object.fromEntries(told) });
}

const mostKnown = 12;

function inWords({ code, at, message, given, known = [] }: Finding): string {
  const nearest = given === undefined ? undefined : nearestOf(given, known);
  const meant = nearest === undefined ? '.' : `; did you mean ${nearest}?`;
  const more = known.length > mostKnown ? ', …' : '';
  const all = known.length === 0 ? '' : ` Known: ${known.slice(0, mostKnown).join(', ')}${more}`;
  return `${code} ${at}: ${message}${meant}${all}`;
}
