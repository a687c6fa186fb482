// The names of the root fields of a GraphQL operation, fragments resolved: what the ledger shows and batches
// are counted by.
import { type DocumentNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';

export function findOperation(
  document: DocumentNode,
  name: string | null | undefined,
): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (name) return operations.find((operation) => operation.name?.value === name);
  return operations.length === 1 ? operations[0] : undefined;
}

export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment.selectionSet]),
  );
  const seen = new Set<string>();

  function collect({ selections }: SelectionSetNode): string[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return collect(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      if (fragment === undefined || seen.has(selection.name.value)) return [];
      seen.add(selection.name.value);
      return collect(fragment);
    });
  }

  return collect(operation.selectionSet);
}

/** Root fields of a request body, comma-separated; empty when it cannot be read. */
export function describeOperation(body: string): string {
  try {
    const { query, operationName } = JSON.parse(body);
    const document = parse(query);
    const operation = findOperation(document, operationName);
    return operation === undefined ? '' : rootFields(document, operation).join(',');
  } catch {
    return '';
  }
}
