// Writes the GraphQL document of a batch: one aliased mutation each, everything that comes from outside as a
// variable. LeanIX carries the document out as one transaction.
import type { Mutation, Subscribing } from '../../core/model.ts';
import { type Document, nameOf, relationSelection } from './fact-sheet-document.ts';

/** The alias of the mutation at this place. */
export function aliasOf(index: number): string {
  return `m${index}`;
}

export function mutationDocument(mutations: readonly Mutation[]): Document {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const fields = mutations.map((mutation, index) => {
    const given = (name: string, short: string, type: string, value: unknown): string => {
      declared.push(`$${short}${index}: ${type}`);
      variables[`${short}${index}`] = value;
      return `${name}: $${short}${index}`;
    };
    return `${aliasOf(index)}: ${fieldOf(mutation, given)}`;
  });
  return { query: `mutation Batch(${declared.join(', ')}) { ${fields.join(' ')} }`, variables };
}

type Give = (name: string, short: string, type: string, value: unknown) => string;

function fieldOf(mutation: Mutation, give: Give): string {
  switch (mutation.op) {
    case 'create': {
      const { name, type, patches } = mutation;
      const given = [
        give('input', 'n', 'BaseFactSheetInput!', { name, type }),
        give('patches', 'p', '[Patch]!', patches),
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
      ];
      return `updateFactSheet(${given.join(', ')}) ${answerOf(mutation)}`;
    }
    case 'create-document': {
      const given = [
        give('factSheetId', 'fs', 'ID!', mutation.factSheetId),
        give('name', 'n', 'String!', mutation.name),
        give('url', 'u', 'String', mutation.url),
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
