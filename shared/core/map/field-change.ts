// One changed field with the patch that writes it. Patch values are always strings; objects travel as JSON
// text inside them (leanix-api 2.5).
import type { Patch } from '../model.ts';
import { parseLifecycle } from '../plan/lifecycle.ts';
import type { FieldChange } from '../plan/plan.ts';

type Spec = Omit<FieldChange, 'patches'>;

export function changeField(spec: Spec): FieldChange {
  return { ...spec, patches: [patchOf(spec)] };
}

function patchOf({ key, before, after, idField }: Spec): Patch {
  const path = `/${idField ?? key}`;
  switch (idField === undefined ? key : 'externalId') {
    case 'lxState':
    case 'name':
    case 'category':
    case 'status':
      return { op: 'replace', path, value: after };
    case 'externalId':
      if (after === '') return { op: 'remove', path };
      return {
        op: before === '' ? 'add' : 'replace',
        path,
        value: JSON.stringify({ type: 'ExternalId', externalId: after }),
      };
    case 'tags':
      if (after === '') return { op: 'remove', path, value: JSON.stringify([{ tagId: before }]) };
      return { op: 'add', path, value: JSON.stringify([{ tagId: after }]) };
    case 'lifecycle':
      return after === ''
        ? { op: 'remove', path }
        : { op: 'replace', path, value: JSON.stringify({ phases: parseLifecycle(after) }) };
    default:
      if (after === '') return { op: 'remove', path };
      return { op: before === '' ? 'add' : 'replace', path, value: after };
  }
}
