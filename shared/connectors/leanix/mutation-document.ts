// Writes the GraphQL document of a batch: one aliased mutation each, everything that comes from outside as a
// variable. LeanIX carries the document out as one transaction.
import type { Mutation, Subscribing } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import { type Document, nameOf, relationSelection } from './fact-sheet-document.ts';

/** The alias of the mutation at this place. */
export function aliasOf(index: number): string {
  return `m${index}`;
}

/** @param mode `validate`: LeanIX looks at them and carries nothing out */
export function mutationDocument(
  mutations: readonly Mutation[],
  mode: 'write' | 'validate' = 'write',
): Document {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const fields = mutations.map((mutation, index) => {
    const given = (name: string, short: string, type: string, value: unknown): string => {
      declared.push(`$${short}${index}: ${type}`);
      variables[`${short}${index}`] = value;
      return `${name}: $${short}${index}`;
    };
    if (mode === 'validate') checkOnly(mutation);
    return `${aliasOf(index)}: ${fieldOf(mutation, given, mode === 'validate' ? ['validateOnly: true'] : [])}`;
  });
  return { query: `mutation Batch(${declared.join(', ')}) { ${fields.join(' ')} }`, variables };
}

/** Only these take the argument (leanix-api 2.4): anything else would be carried out. */
function checkOnly({ op }: Mutation): void {
  if (op === 'create' || op === 'update' || op === 'create-document') return;
  throw new LandbridgeError('BUG_UNEXPECTED', { error: 'cannot be validated', mutation: op });
}

type Give = (name: string, short: string, type: string, value: unknown) => string;

function fieldOf(mutation: Mutation, give: Give, only: readonly string[]): string {
  switch (mutation.op) {
    case 'create': {
      const { name, type, patches } = mutation;
      const given = [
        give('input', 'n', 'BaseFactSheetInput!', { name, type }),
        give('patches', 'p', '[Patch]!', patches),
        ...only,
      ];
      return `createFactSheet(${given.join(', ')}) ${answerOf(mutation)}`;
    }
    case 'update': {
      const { id, rev, comment, patches } = mutation;
      const given = [
        give('id', 'id', 'ID!', id),
        give('rev', 'rev', 'Long', rev),
        ...(comment === undefined ? [] : [give('comment', 'c', 'String', comment)]),
        give('patches', 'p', '[Patch]!', patches),
        ...only,
      ];
      return `updateFactSheet(${given.join(', ')}) ${answerOf(mutation)}`;
    }
    // The group is of those that are there; of no group where it is left out (assumption).
    case 'make-tag': {
      const { name, group } = mutation;
      const given = [
        give('name', 'n', 'String!', name),
        ...(group === '' ? [] : [give('tagGroupName', 'g', 'String', group)]),
      ];
      return `upsertTag(${given.join(', ')}) { id }`;
    }
    case 'create-document': {
      const given = [
        give('factSheetId', 'fs', 'ID!', mutation.factSheetId),
        give('name', 'n', 'String!', mutation.name),
        give('url', 'u', 'String', mutation.url),
        ...(mutation.description === undefined
          ? []
          : [give('description', 'd', 'String', mutation.description)]),
        ...(mutation.documentType === undefined
          ? []
          : [give('documentType', 't', 'String', mutation.documentType)]),
        ...only,
      ];
      return `createDocument(${given.join(', ')}) { id }`;
    }
    case 'update-document': {
      const given = [
        give('id', 'id', 'ID!', mutation.id),
        give('patches', 'p', '[Patch]!', mutation.patches),
      ];
      return `updateDocument(${given.join(', ')}) { id }`;
    }
    case 'create-subscription': {
      const given = [give('factSheetId', 'fs', 'ID!', mutation.factSheetId), ...subscribing(mutation, give)];
      return `createSubscription(${given.join(', ')}) { id }`;
    }
    case 'update-subscription': {
      const given = [give('id', 'id', 'ID!', mutation.id), ...subscribing(mutation, give)];
      return `updateSubscription(${given.join(', ')}) { id }`;
    }
    case 'delete-subscription':
      return `deleteSubscription(${give('id', 'id', 'ID!', mutation.id)}) { id }`;
    case 'delete-document':
      return `deleteDocument(${give('id', 'id', 'ID!', mutation.id)}) { name }`;
  }
}

/** leanix-api 2.4; the name of the input type of a user is an assumption, so it stands in the text. */
function subscribing({ email, type, roleIds }: Subscribing, give: Give): string[] {
  return [
    `user: { ${give('email', 'who', 'String!', email)} }`,
    `type: ${type}`,
    ...(roleIds.length === 0 ? [] : [give('roleIds', 'roles', '[ID!]!', roleIds)]),
  ];
}

function answerOf({ tell }: Extract<Mutation, { op: 'create' | 'update' }>): string {
  const relations = Object.entries(tell?.relations ?? {}).map(([key, own]) => relationSelection(key, own));
  const ofType = tell === undefined ? '' : ` ... on ${nameOf(tell.type)} { ${relations.join(' ')} }`;
  return `{ factSheet { id rev updatedAt lxState${ofType} } }`;
}
