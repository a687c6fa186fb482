// What a person does on the page of a fact sheet: edit fields, archive, recover, and what the end of the
// retention does: delete for good. The same rules as for the API, but as a user of flesh and blood: it may break
// the quality seal, it moves the revision, and it is in no ledger.
import { refuse, refuseUnknown } from './errors.ts';
import type { FactSheet } from './fact-sheet.ts';
import { updateFactSheet } from './mutations.ts';
import type { Patch } from './patch.ts';
import { architect, discoveryUser, people, type User } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface PersonalEdit {
  /** Id, external id or display name. */
  factSheet: string;
  /** Fields by key: texts, numbers, lists; null clears; tags by name; lifecycle as dates by phase. */
  set?: Readonly<Record<string, unknown>>;
  /** For everything else, such as relations: patches as the API takes them. */
  patches?: readonly Patch[];
  action?: 'archive' | 'recover' | 'delete';
  /** E-mail of who does it. */
  by?: string;
}

export interface EditedFactSheet {
  id: string;
  type: string;
  displayName: string;
  rev: number;
  status: string;
  lxState: string;
}

const actions = ['archive', 'recover', 'delete'] as const;
const members = ['factSheet', 'set', 'patches', 'action', 'by'];

/** Throws a RangeError that says what is wrong with the body of a control call. */
export function readEdit(body: Record<string, unknown> | undefined): PersonalEdit {
  const { factSheet, set, patches, action, by, ...others } = body ?? {};
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new RangeError(`${unknown} is none of ${members.join(', ')}`);
  if (typeof factSheet !== 'string') {
    throw new RangeError('factSheet must be an id, an external id or a display name');
  }
  const known = actions.find((name) => name === action);
  if (action !== undefined && known === undefined) {
    throw new RangeError(`action must be one of ${actions.join(', ')}`);
  }
  if (set !== undefined && !isObject(set)) throw new RangeError('set must be an object of fields');
  if (patches !== undefined && !(Array.isArray(patches) && patches.every(isPatch))) {
    throw new RangeError('patches must be a list of {op, path, value}');
  }
  if (by !== undefined && typeof by !== 'string') throw new RangeError('by must be an e-mail address');
  if (set === undefined && patches === undefined && known === undefined) {
    throw new RangeError('one of set, patches and action says what to do');
  }
  return {
    factSheet,
    ...(set && { set }),
    ...(patches && { patches }),
    ...(known && { action: known }),
    ...(by && { by }),
  };
}

export function editAsPerson(workspace: Workspace, wanted: PersonalEdit): EditedFactSheet {
  const user = findPerson(wanted.by);
  const row = findRow(workspace, wanted);
  if (wanted.action === 'delete') return deleteForGood(workspace, row);
  const patches = [
    ...Object.entries(wanted.set ?? {}).map(([key, value]) => patchOf(key, value)),
    ...(wanted.patches ?? []),
    ...statusPatch(wanted.action),
  ];
  const edited = updateFactSheet(workspace, { id: row.id, patches }, user);
  workspace.undo.commit();
  return summarise(edited);
}

function findPerson(email: string | undefined): User {
  if (email === undefined) return architect;
  const all = [...people, discoveryUser];
  const found = all.find((user) => user.email === email);
  if (found !== undefined) return found;
  throw new RangeError(`by must be one of ${all.map((user) => user.email).join(', ')}`);
}

/** Of namesakes the one that the action is for: an archived one is recovered or deleted, an active one the rest. */
function findRow(workspace: Workspace, { factSheet, action }: PersonalEdit): FactSheet {
  const own = workspace.get(factSheet);
  const named = [...workspace.list()].filter(({ displayName }) => displayName === factSheet);
  const found = own ? [own] : [...new Set([...workspace.withExternalId('externalId', factSheet), ...named])];
  const wanted = action === 'recover' || action === 'delete' ? 'ARCHIVED' : 'ACTIVE';
  const fitting = found.filter(({ status }) => status === wanted);
  const [first, ...more] = fitting.length > 0 ? fitting : found;
  if (first === undefined) throw refuseUnknown('fact sheet', factSheet);
  if (more.length > 0) throw refuse(`SIMULATED: several fact sheets are called '${factSheet}', take an id`);
  return first;
}

function deleteForGood(workspace: Workspace, row: FactSheet): EditedFactSheet {
  if (row.status !== 'ARCHIVED') {
    throw refuse('SIMULATED: only an archived fact sheet is deleted for good');
  }
  workspace.remove(row.id);
  workspace.undo.commit();
  return { ...summarise(row), status: 'DELETED' };
}

function statusPatch(action: PersonalEdit['action']): readonly Patch[] {
  if (action === undefined) return [];
  return [{ op: 'add', path: '/status', value: action === 'archive' ? 'ARCHIVED' : 'ACTIVE' }];
}

function patchOf(key: string, value: unknown): Patch {
  const path = `/${key}`;
  if (value === null) return { op: 'remove', path };
  return { op: 'replace', path, value: printed(key, value) };
}

/** The string forms of leanix-api 2.5, out of what is convenient to write in a shell. */
function printed(key: string, value: unknown): string {
  if (key === 'externalId' && typeof value === 'string') {
    return JSON.stringify({ type: 'ExternalId', externalId: value, forceWrite: true });
  }
  if (key === 'lifecycle' && isObject(value) && !('phases' in value)) {
    const phases = Object.entries(value).map(([phase, startDate]) => ({ phase, startDate }));
    return JSON.stringify({ phases });
  }
  if (key === 'tags' && Array.isArray(value)) {
    return JSON.stringify(value.map((tag) => (typeof tag === 'string' ? { tagName: tag } : tag)));
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function summarise({ id, type, displayName, rev, status, lxState }: FactSheet): EditedFactSheet {
  return { id, type, displayName, rev, status, lxState };
}

function isPatch(value: unknown): value is Patch {
  if (!isObject(value)) return false;
  const { op, path, value: text } = value;
  const isOp = op === 'add' || op === 'replace' || op === 'remove';
  return (
    isOp && typeof path === 'string' && (text === undefined || text === null || typeof text === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
