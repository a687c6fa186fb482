// Whether the technical user may do in LeanIX what the flows will want of it.
import { LandbridgeError } from '../../errors.ts';
import type { DataModel, Workspace } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { type Check, type Finding, passed, problemFinding, skipped } from './check.ts';

export interface RightsSeen {
  type: string;
  problem?: LandbridgeError;
  readable?: number;
  mayWrite?: boolean;
  by?: 'permissions' | 'validation';
  refusal?: string;
  updatable?: readonly string[];
}

interface Seen {
  workspace?: Workspace;
  model?: DataModel | LandbridgeError;
  rights: readonly RightsSeen[];
}

export function checkRights(
  flows: readonly { rules: FlowRules }[],
  { workspace, model, rights }: Seen,
): Check {
  const { role } = workspace ?? {};
  const findings = new Map<string, Finding>();
  const isViewer = role?.toUpperCase() === 'VIEWER';
  if (isViewer) findings.set('role', refused({ role: role ?? '' }));
  for (const { type, problem, mayWrite, by, refusal, updatable } of rights) {
    if (problem !== undefined) findings.set(problem.code, problemFinding(problem));
    if (mayWrite === false && !isViewer) {
      const said = refusal === undefined ? {} : { message: refusal };
      findings.set('role', refused({ type, ...(role !== undefined && { role }), by: by ?? '', ...said }));
    }
    const locked = lockedFields(flows, type, updatable, model);
    if (locked.length > 0) {
      const evidence = { type, fields: locked.join(', ') };
      findings.set(`fields of ${type}`, { code: 'LX_TOKEN_PERMISSION', severity: 'warns', evidence });
    }
  }
  if (findings.size > 0) return passed('rights', role ?? 'not enough', [...findings.values()]);
  if (flows.length === 0) return skipped('rights', 'no flow writes there');
  const told = rights.filter(({ mayWrite }) => mayWrite === true);
  if (told.length === 0) return skipped('rights', 'LeanIX does not tell them; the first write will');
  return passed('rights', `may write ${told.map(({ type, by }) => `${type} (by ${by})`).join(', ')}`);
}

function refused(evidence: Finding['evidence']): Finding {
  return { code: 'LX_TOKEN_PERMISSION', severity: 'stops', evidence };
}

/** The flow's fields that are there and not among those that may be updated. */
function lockedFields(
  flows: readonly { rules: FlowRules }[],
  type: string,
  updatable: readonly string[] | undefined,
  model: DataModel | LandbridgeError | undefined,
): string[] {
  const fields = model === undefined || model instanceof LandbridgeError ? {} : model.types[type]?.fields;
  // What the list holds is not published: one without a single field of the type means something else.
  if (fields === undefined || !updatable?.some((key) => key in fields)) return [];
  const wanted = flows.flatMap(({ rules }) => (rules.targetType === type ? rules.fieldKeys : []));
  return [...new Set(wanted)].filter((key) => key in fields && !updatable.includes(key));
}
