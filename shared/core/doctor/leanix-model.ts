// Whether the data model of the workspace has what the flows write: type, subtype, external id, every field, value
// and phase that the configuration names.
import { LandbridgeError } from '../../errors.ts';
import { checkMapping } from '../map/check-mapping.ts';
import { isBaseField, targetOf } from '../map/target.ts';
import type { DataModel } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { type Check, type Finding, passed, problemCheck, problemFinding } from './check.ts';

export function checkModel(
  flows: readonly { name: string; rules: FlowRules }[],
  model: DataModel | LandbridgeError,
): Check {
  if (model instanceof LandbridgeError) return problemCheck('data model', model);
  const findings = flows.flatMap(({ name, rules }) => findingsOf(name, rules, model));
  const types = Object.keys(model.types).length;
  const wanted = [...new Set(flows.map(({ rules }) => rules.targetType))];
  const detail = wanted.length === 0 ? '' : `; ${wanted.join(', ')} as the flows want it`;
  return passed('data model', `${types} types${findings.length === 0 ? detail : ''}`, findings);
}

function findingsOf(flow: string, rules: FlowRules, model: DataModel): Finding[] {
  const { targetType: type, subtype } = rules;
  try {
    targetOf(rules, model);
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    const { code, severity, evidence } = problemFinding(thrown);
    return [{ code, severity, evidence: { flow, ...evidence } }];
  }
  const mistakes = checkMapping(rules, model).map(({ code, at, message, known = [] }): Finding => {
    const evidence = { flow, at, message, ...(known.length > 0 && { known: known.join(', ') }) };
    return { code, severity: 'stops', evidence };
  });
  const { fields = {} } = model.types[type] ?? {};
  const blank = rules.fieldKeys.filter(
    (key) => !isBaseField(key) && !(key in fields) && !(key in rules.mapping),
  );
  if (blank.length > 0) {
    const evidence = { flow, type, fields: blank.join(', ') };
    mistakes.push({ code: 'LX_FIELDS_BLANK', severity: 'notes', evidence });
  }
  const known = fields.category?.values ?? [];
  if (subtype === '' || known.includes(subtype)) return mistakes;
  const evidence = { flow, type, subtype };
  const missing: Finding =
    known.length === 0
      ? { code: 'LX_CATEGORY_EMPTY', severity: 'warns', evidence }
      : { code: 'LX_SUBTYPE_MISSING', severity: 'warns', evidence: { ...evidence, known: known.join(', ') } };
  return [...mistakes, missing];
}
