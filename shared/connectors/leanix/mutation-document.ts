// Writes the GraphQL document of a batch: one aliased mutation a change, everything that comes from outside as a
// variable. LeanIX carries the document out as one transaction.
import type { Mutation } from '../../core/model.ts';
import type { Document } from './fact-sheet-document.ts';

const answered = '{ factSheet { id rev updatedAt } }';

/** The alias of the mutation at this place. */
export function aliasOf(index: number): string {
  return `m${index}`;
}

export function mutationDocument(mutations: readonly Mutation[]): Document {
  const declared: string[] = [];
  const fields: string[] = [];
  const variables: Record<string, unknown> = {};

  const declare = (name: string, type: string, value: unknown): string => {
    declared.push(`$${name}: ${type}`);
    variables[name] = value;
    return `$${name}`;
  };

  mutations.forEach((mutation, index) => {
    const patches = `patches: ${declare(`p${index}`, '[Patch]!', mutation.patches)}`;
    if (mutation.op === 'create') {
      const input = declare(`n${index}`, 'BaseFactSheetInput!', { name: mutation.name, type: mutation.type });
      fields.push(`${aliasOf(index)}: createFactSheet(input: ${input}, ${patches}) ${answered}`);
      return;
    }
    const given = [
      `id: ${declare(`id${index}`, 'ID!', mutation.id)}`,
      `rev: ${declare(`rev${index}`, 'Long', mutation.rev)}`,
      ...(mutation.comment === undefined
        ? []
        : [`comment: ${declare(`c${index}`, 'String', mutation.comment)}`]),
      patches,
    ];
    fields.push(`${aliasOf(index)}: updateFactSheet(${given.join(', ')}) ${answered}`);
  });
  return { query: `mutation Batch(${declared.join(', ')}) { ${fields.join(' ')} }`, variables };
}
