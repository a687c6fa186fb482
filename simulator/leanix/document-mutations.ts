// Mutations of link resources (leanix-api 2.4). assumption: they leave the revision and the seal of their fact
// sheet alone.
import { checkMayWriteFactSheet, readable } from './access.ts';
import { attempt } from './attempt.ts';
import { refuse, refuseUnknown } from './errors.ts';
import type { Document } from './fact-sheet.ts';
import type { LogFacts } from './log-store.ts';
import type { Patch } from './patch.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface DocumentArguments {
  factSheetId: string;
  name: string;
  url?: string | null;
  description?: string | null;
  origin?: string | null;
  documentType?: string | null;
  validateOnly?: boolean | null;
}

export function createDocument(workspace: Workspace, args: DocumentArguments, user: User): Document {
  const { factSheetId, name, url, description, origin, documentType, validateOnly } = args;
  return attempt(workspace, validateOnly, () => {
    checkOwner(workspace, factSheetId, user);
    const document: Document = {
      id: validateOnly ? '' : workspace.newId(),
      factSheetId,
      name,
      url: url ?? null,
      description: description ?? null,
      origin: origin ?? 'CUSTOM_LINK',
      documentType: documentType ?? null,
    };
    workspace.documents.put(document);
    note(workspace, document, user, { eventType: 'DOCUMENT_CREATED', newValue: name });
    return document;
  });
}

const members = ['name', 'url', 'description', 'documentType'] as const;

export interface DocumentPatches {
  id: string;
  patches: readonly Patch[];
  validateOnly?: boolean | null;
}

export function updateDocument(workspace: Workspace, args: DocumentPatches, user: User): Document {
  return attempt(workspace, args.validateOnly, () => {
    const before = findDocument(workspace, args.id, user);
    let document = before;
    for (const { op, path, value } of args.patches) {
      const member = members.find((name) => path === `/${name}`);
      if (member === undefined) throw refuse(`SIMULATED: the path '${path}' is invalid for a document`);
      const next = op === 'remove' ? null : (value ?? null);
      document = { ...document, [member]: member === 'name' ? (next ?? document.name) : next };
    }
    workspace.documents.put(document);
    const values = { oldValue: before.name, newValue: document.name };
    note(workspace, document, user, { eventType: 'DOCUMENT_UPDATED', ...values });
    return document;
  });
}

/** Answers nothing, as the real one (leanix-api 2.4). */
export function deleteDocument(workspace: Workspace, { id }: { id: string }, user: User): null {
  const document = findDocument(workspace, id, user);
  workspace.documents.remove(id);
  note(workspace, document, user, { eventType: 'DOCUMENT_DELETED', oldValue: document.name });
  return null;
}

function findDocument(workspace: Workspace, id: string, user: User): Document {
  const document = workspace.documents.get(id);
  if (document === undefined || readable(workspace, user, document.factSheetId) === undefined) {
    throw refuseUnknown('document', id);
  }
  checkOwner(workspace, document.factSheetId, user);
  return document;
}

function checkOwner(workspace: Workspace, factSheetId: string, user: User): void {
  const owner = readable(workspace, user, factSheetId);
  if (owner === undefined) throw refuseUnknown('fact sheet', factSheetId);
  checkMayWriteFactSheet(user, owner);
}

function note(workspace: Workspace, { id, factSheetId }: Document, user: User, facts: LogFacts): void {
  workspace.log.add(factSheetId, user, [{ path: `/documents/${id}`, ...facts }]);
}
