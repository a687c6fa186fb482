// The part of the GraphQL schema that the data model of a workspace decides: one object type per fact sheet type
// with its fields, the enums of its select fields and the connections of its relations.
import type { FieldDefinition, RelationField, TypeModel } from './data-model-shape.ts';

/** Fields of the model that are base fields of every fact sheet. */
const alreadyInBase = new Set(['name', 'description', 'category']);

export function writeFactSheetType(
  type: string,
  { fields, relations }: TypeModel,
  baseFields: string,
): string[] {
  const own = Object.entries(fields).filter(([key]) => !alreadyInBase.has(key));
  const extra: string[] = [];
  const lines = own.map(([key, field]) => {
    if (field.values !== undefined) extra.push(`enum ${enumName(type, key)} { ${field.values.join(' ')} }`);
    if (field.type === 'LIFECYCLE') extra.push(...writeLifecycle(type));
    return `  ${key}: ${fieldType(type, key, field)}`;
  });
  for (const relation of relations.values()) {
    const name = `${type}${capital(relation.name)}`;
    lines.push(`  ${relation.name}(validityFilter: ValidityFilter, first: Int): ${name}Connection`);
    extra.push(...writeRelation(name, relation));
  }
  return [`type ${type} implements BaseFactSheet {${baseFields}${lines.join('\n')}\n}`, ...extra];
}

function fieldType(type: string, key: string, field: FieldDefinition): string {
  switch (field.type) {
    case 'SINGLE_SELECT':
      return enumName(type, key);
    case 'MULTIPLE_SELECT':
      return `[${enumName(type, key)}]`;
    case 'INTEGER':
      return 'Int';
    case 'DOUBLE':
      return 'Float';
    case 'EXTERNALID':
      return 'ExternalId';
    case 'LIFECYCLE':
      return `${type}Lifecycle`;
    case 'PROJECT':
      return '[ProjectStatus]';
    case 'MILESTONE':
      return '[Milestone]';
    case 'STRING':
      return 'String';
  }
}

/** Phases are an enum of each type, so that two types in one selection need aliases (leanix-api 2.3). */
function writeLifecycle(type: string): string[] {
  return [
    `type ${type}Lifecycle { asString: ${enumName(type, 'lifecycle')} phases: [${type}LifecyclePhase] }`,
    `type ${type}LifecyclePhase { phase: ${enumName(type, 'lifecycle')} startDate: String milestoneId: ID }`,
  ];
}

function writeRelation(name: string, { targetType, fields }: RelationField): string[] {
  const own = Object.entries(fields).map(
    ([key, { type }]) => `${key}: ${type === 'INTEGER' ? 'Int' : 'String'}`,
  );
  return [
    `type ${name}Connection { totalCount: Int edges: [${name}Edge] }`,
    `type ${name}Edge { node: ${name}Relation }`,
    `type ${name}Relation {
  id: ID
  description: String
  activeFrom: String
  activeUntil: String
  factSheet: ${targetType}
  ${own.join('\n  ')}
}`,
  ];
}

function enumName(type: string, key: string): string {
  return `${type}${capital(key)}Value`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
