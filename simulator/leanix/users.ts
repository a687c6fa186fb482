// The users of the simulated workspace, all invented: the technical user whose token is in the bindings, the
// people of its trials, and the one automations work as.
import type { Role } from './settings.ts';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly displayName: string;
  readonly technicalUser: boolean;
  readonly role: Role;
  /** Access control entities the user belongs to; everything is open to `all`. */
  readonly entities: readonly string[] | 'all';
}

/** Closes fact sheets to technical users: none of them belongs to it. */
export const restrictedArea = { id: 'ace00000-0000-4000-8000-000000000001', name: 'Restricted area' };
/** Open to everybody, so that lists of entities are not always the restricted one. */
const openArea = { id: 'ace00000-0000-4000-8000-000000000002', name: 'Open area' };

export const accessControlEntities = [restrictedArea, openArea] as const;

export function technicalUser(role: Role): User {
  return {
    id: '77777777-0000-4000-8000-000000000001',
    email: 'tech-user@example.org',
    firstName: 'Technical',
    lastName: 'User',
    displayName: 'Technical User',
    technicalUser: true,
    role,
    entities: [openArea.id],
  };
}

export const automationUser: User = {
  ...technicalUser('admin'),
  id: '77777777-0000-4000-8000-000000000002',
  email: 'automation@example.org',
  firstName: 'Workspace',
  lastName: 'Automation',
  displayName: 'Workspace Automation',
  entities: 'all',
};

/**
 * SAP LeanIX's own discovery, which the page of an item calls "Autolinked" (leanix-api 6.3). assumption: its edits are
 * those of an administrator and carry a user of their own.
 */
export const discoveryUser: User = {
  ...automationUser,
  id: '77777777-0000-4000-8000-000000000003',
  email: 'autolinked@example.org',
  firstName: 'SAP',
  lastName: 'Discovery',
  displayName: 'Autolinked',
};

function person(number: number, name: string, role: Role): User {
  return {
    id: `14141414-0000-4000-8000-${String(number).padStart(12, '0')}`,
    email: `${name}@example.org`,
    firstName: 'Sample',
    lastName: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    displayName: `Sample ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    technicalUser: false,
    role,
    entities: 'all',
  };
}

/** Who edits when nobody is named. */
export const architect = person(2, 'architect', 'member');

export const people: readonly User[] = [
  person(1, 'owner', 'member'),
  architect,
  person(3, 'operator', 'member'),
  person(4, 'admin', 'admin'),
  person(5, 'visitor', 'viewer'),
];
