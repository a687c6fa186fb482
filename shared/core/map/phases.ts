// Start dates of lifecycle phases out of an item. A lifecycle patch deletes the phases it leaves out (leanix-api
// 2.5), so each patch carries all that are there, in the order of the workspace.
import type { Item, LifecyclePhase } from '../model.ts';
import { formatLifecycle } from '../plan/lifecycle.ts';
import type { FieldChange } from '../plan/plan.ts';
import type { FlowRules } from '../rules.ts';
import { fillTemplate } from '../template.ts';
import { changeField } from './field-change.ts';

/** How the change of one phase is spelt like a field: `lifecycle/active`. */
export const phaseKey = (phase: string): string => `lifecycle/${phase}`;
const prefix = phaseKey('');

/** The phase that a key names. */
export function phaseIn(key: string): string | undefined {
  return key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
}

/** What the item gives, and what of it is no date. A time behind the date is cut off. */
export function phasesOf(
  item: Item,
  lifecycle: FlowRules['lifecycle'],
): { dates: LifecyclePhase[]; noDates: string[] } {
  const dates: LifecyclePhase[] = [];
  const noDates: string[] = [];
  for (const phase of Object.keys(lifecycle).sort()) {
    const template = lifecycle[phase] ?? '';
    const text = fillTemplate(template, item)?.trim();
    if (text === undefined || text === '') continue;
    const startDate = text.slice(0, 10);
    const isDate = /^\d{4}-\d{2}-\d{2}(?:$|T)/.test(text) && !Number.isNaN(Date.parse(startDate));
    if (isDate) dates.push({ phase, startDate });
    else noDates.push(text);
  }
  return { dates, noDates };
}

export function startOf(lifecycle: readonly LifecyclePhase[], phase: string): string {
  return lifecycle.find((entry) => entry.phase === phase)?.startDate ?? '';
}

/** The lifecycle with this phase in it; the others stay. */
function withPhase(
  lifecycle: readonly LifecyclePhase[],
  wanted: LifecyclePhase,
  order: readonly string[],
): LifecyclePhase[] {
  const others = lifecycle.filter(({ phase }) => phase !== wanted.phase);
  const rank = ({ phase }: LifecyclePhase) => (order.includes(phase) ? order.indexOf(phase) : order.length);
  return [...others, wanted].sort((left, right) => rank(left) - rank(right));
}

/** One change a phase; each carries what those before it leave. */
export function changePhases(
  lifecycle: readonly LifecyclePhase[],
  wanted: readonly LifecyclePhase[],
  order: readonly string[],
): FieldChange[] {
  let phases = lifecycle;
  return wanted.map((entry) => {
    const before = startOf(phases, entry.phase);
    phases = withPhase(phases, entry, order);
    const whole = changeField({
      key: 'lifecycle',
      before: '',
      after: formatLifecycle(phases),
      owner: 'source-owned',
      why: `lifecycle ${entry.phase} of the configuration`,
    });
    return { ...whole, key: phaseKey(entry.phase), before, after: entry.startDate };
  });
}

/** The whole lifecycle that the change of a phase leaves. */
export function phasesAfter({ patches }: FieldChange): LifecyclePhase[] {
  const { phases }: { phases: LifecyclePhase[] } = JSON.parse(patches.at(-1)?.value ?? '{"phases":[]}');
  return phases;
}

/** Gives the phases back that the changes wrote, on the lifecycle as it is now; one after the other, as they were made. */
export function reversedPhases(
  changes: readonly FieldChange[],
  lifecycle: readonly LifecyclePhase[],
  why: string,
): FieldChange[] {
  let phases = lifecycle;
  return changes.map(({ key, before, after, owner }) => {
    const phase = phaseIn(key) ?? '';
    const others = phases.filter((entry) => entry.phase !== phase);
    const given = before === '' ? others : [...others, { phase, startDate: before }];
    phases = given.toSorted((left, right) => (left.startDate < right.startDate ? -1 : 1));
    const whole = changeField({ key: 'lifecycle', before: 'x', after: formatLifecycle(phases), owner, why });
    return { ...whole, key, before: after, after: before };
  });
}
