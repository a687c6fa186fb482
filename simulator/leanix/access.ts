// Who may read and write what: the role of a user, the access control lists of a fact sheet, locked fields
// (leanix-api 1.2, 2.9). How LeanIX words a refusal is not public (assumption A3).
import { refusePermission } from './errors.ts';
import type { FactSheet } from './fact-sheet.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

export function canRead(user: User, row: FactSheet): boolean {
  return isOpenTo(user, row.permittedReadACL);
}

function canWrite(user: User, row: FactSheet): boolean {
  return user.role !== 'viewer' && canRead(user, row) && isOpenTo(user, row.permittedWriteACL);
}

/** assumption: an empty list is open to everybody. */
function isOpenTo({ entities }: User, list: readonly string[]): boolean {
  return list.length === 0 || entities === 'all' || list.some((id) => entities.includes(id));
}

export function readable(workspace: Workspace, user: User, id: string): FactSheet | undefined {
  const row = workspace.get(id);
  return row !== undefined && canRead(user, row) ? row : undefined;
}

/** leanix-api 1.2: a viewer only reads; assumption: refused like any missing permission. */
export function checkMayWrite(user: User): void {
  if (user.role === 'viewer') throw refusePermission('a viewer may not write');
}

export function checkMayWriteFactSheet(user: User, row: FactSheet): void {
  checkMayWrite(user);
  if (!canWrite(user, row)) throw refusePermission(`no permission to change fact sheet '${row.id}'`);
}

/** assumption: tag groups and tags as such are the business of admins. */
export function checkMayAdminister(user: User): void {
  checkMayWrite(user);
  if (user.role !== 'admin') throw refusePermission('only an admin may change tag groups and tags');
}

function isLocked(workspace: Workspace, user: User, type: string, key: string): boolean {
  if (!user.technicalUser) return false;
  const { lockedFields } = workspace.settings;
  return lockedFields.includes(key) || lockedFields.includes(`${type}.${key}`);
}

export function checkMayWriteField(workspace: Workspace, user: User, type: string, key: string): void {
  if (isLocked(workspace, user, type, key)) {
    throw refusePermission(`no permission to change '${key}' of type ${type}`);
  }
}

const everything = ['CREATE', 'READ', 'UPDATE', 'DELETE'];

/** assumption: `self` holds rights on the fact sheet, the other members keys of its fields and relations. */
export function permissionsOf(workspace: Workspace, user: User, row: FactSheet): Record<string, string[]> {
  const model = workspace.model.types.get(row.type);
  const keys = [...Object.keys(model?.fields ?? {}), ...(model?.relations.keys() ?? [])];
  const mayWrite = canWrite(user, row);
  const writable = mayWrite ? keys.filter((key) => !isLocked(workspace, user, row.type, key)) : [];
  return {
    self: mayWrite ? everything : ['READ'],
    create: writable,
    read: keys,
    update: writable,
    delete: writable,
  };
}
