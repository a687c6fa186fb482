// The executable schema: the written one with resolvers on it. Resolvers read rows as they are; whatever is
// decided is decided in the modules they call.
import {
  buildSchema,
  GraphQLError,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
} from 'graphql';
import type { Automation } from './automation.ts';
import type { DataModel } from './data-model-shape.ts';
import type { FactSheet } from './fact-sheet.ts';
import { resolveBaseField, resolveModelField, resolveRelation } from './fact-sheet-resolvers.ts';
import { writeSdl } from './graphql-sdl.ts';
import { resolveMutation, resolveQuery } from './root-resolvers.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface SchemaContext {
  workspace: Workspace;
  automation: Automation;
}

/** The context of every request is the user it comes from. */
type Resolver = (source: never, args: never, user: User) => unknown;

export function createSchema({ workspace, automation }: SchemaContext): GraphQLSchema {
  const schema = buildSchema(writeSdl(workspace.model));
  makeLongStrict(schema);
  const base = schema.getType('BaseFactSheet');
  if (base instanceof GraphQLInterfaceType) base.resolveType = (row: FactSheet) => row.type;
  attach(schema, 'Query', resolveQuery(workspace, automation));
  attach(schema, 'Mutation', resolveMutation(workspace, automation));
  for (const type of workspace.model.types.keys())
    attach(schema, type, factSheetResolvers(workspace, workspace.model, type));
  return schema;
}

function factSheetResolvers(workspace: Workspace, model: DataModel, type: string): Record<string, Resolver> {
  const typeModel = model.types.get(type);
  const resolvers: Record<string, Resolver> = { ...resolveBaseField(workspace) };
  for (const [key, field] of Object.entries(typeModel?.fields ?? {})) {
    resolvers[key] ??= resolveModelField(workspace, key, field);
  }
  for (const [name, field] of typeModel?.relations ?? []) resolvers[name] = resolveRelation(workspace, field);
  return resolvers;
}

function attach(schema: GraphQLSchema, typeName: string, resolvers: Record<string, Resolver>): void {
  const type = schema.getType(typeName);
  if (!(type instanceof GraphQLObjectType)) throw new Error(`no object type ${typeName}`);
  for (const [name, resolver] of Object.entries(resolvers)) {
    const field = type.getFields()[name];
    if (field !== undefined) {
      field.resolve = (source, args, user: User) => resolver(source as never, args as never, user);
    }
  }
}

/** A Long takes whole numbers, not texts that look like one (strict since 2025, leanix-api 2.1). */
function makeLongStrict(schema: GraphQLSchema): void {
  const long = schema.getType('Long');
  if (!(long instanceof GraphQLScalarType)) throw new Error('no scalar Long');
  long.coerceInputValue = (value: unknown) => {
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    throw new GraphQLError(`Long cannot represent a non integer value: ${JSON.stringify(value)}`);
  };
}
