// Answers one GraphQL request the way LeanIX does: HTTP 200 also when it failed, a batch of mutations as one
// transaction, and its own words for what the GraphQL library found wrong (leanix-api 2.1, 2.2, 2.8).
import { type DocumentNode, executeSync, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { findOperation, rootFields } from '../operation.ts';
import { PermissionRefusal } from './errors.ts';
import { describeSyntaxError, describeValidationErrors, describeVariableError } from './graphql-errors.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface GraphqlRequest {
  query: string;
  variables?: Readonly<Record<string, unknown>> | null;
  operationName?: string | null;
}

interface AnswerError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions?: Readonly<Record<string, unknown>>;
}

export interface GraphqlAnswer {
  status: number;
  body: { data?: unknown; errors?: readonly AnswerError[] };
}

/** assumption A17: the real limits are not published. */
const maxDocumentLength = 2_000_000;
const maxMutations = 100;

export interface GraphqlService {
  schema: GraphQLSchema;
  workspace: Workspace;
}

export function answerGraphql(
  { schema, workspace }: GraphqlService,
  request: GraphqlRequest,
  user: User,
): GraphqlAnswer {
  const { query } = request;
  if (query.length > maxDocumentLength) {
    const message =
      'The request contains too many characters. To prevent Denial Of Service attacks, parsing has been cancelled.';
    return { status: 200, body: { errors: [{ message }] } };
  }
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return failed([describeSyntaxError(thrown)]);
    throw thrown;
  }
  const invalid = validate(schema, document);
  if (invalid.length > 0) return failed(describeValidationErrors(schema, document));
  const operation = findOperation(document, request.operationName);
  if (operation === undefined)
    return failed([{ message: 'Must provide operation name if query contains multiple operations.' }]);
  const mutations = operation.operation === 'mutation' ? rootFields(document, operation).length : 0;
  if (mutations > maxMutations) return { status: 504, body: {} };
  return execute({ schema, workspace }, user, document, request, mutations);
}

function execute(
  { schema, workspace }: GraphqlService,
  user: User,
  document: DocumentNode,
  request: GraphqlRequest,
  mutations: number,
): GraphqlAnswer {
  const mark = workspace.undo.mark();
  const { data, errors } = executeSync({
    schema,
    document,
    contextValue: user,
    variableValues: request.variables ?? {},
    operationName: request.operationName ?? undefined,
  });
  if (errors === undefined) {
    workspace.undo.commit();
    return { status: 200, body: { data } };
  }
  workspace.undo.rollBack(mark);
  // assumption A3: one of the two ways in which a missing permission may be answered.
  if (workspace.settings.forbidden === '403' && errors.some(isPermissionRefusal)) {
    return { status: 403, body: {} };
  }
  const [first] = errors;
  if (first !== undefined && first.path === undefined) return failed([describeVariableError(first)]);
  const described = errors.map(describe);
  if (mutations === 0) return failedQuery(data, described);
  const rolledBack: AnswerError = {
    message: 'Error in Request. Transaction is rolled back!',
    path: [],
    extensions: { errorType: 'BUSINESS_LOGIC' },
  };
  return failed(mutations > 1 ? [...described, rolledBack] : described);
}

function isPermissionRefusal({ originalError }: GraphQLError): boolean {
  return originalError instanceof PermissionRefusal;
}

function failed(errors: readonly AnswerError[]): GraphqlAnswer {
  return { status: 200, body: { data: null, errors } };
}

/** assumption: a root field that could not be answered is null as a whole, and its error is told once. */
function failedQuery(data: object | null | undefined, errors: readonly AnswerError[]): GraphqlAnswer {
  const failures = new Map(errors.map((error) => [`${error.path?.[0]}`, error]));
  const answered = Object.entries(data ?? {}).map(([root, value]) => [
    root,
    failures.has(root) ? null : value,
  ]);
  return { status: 200, body: { data: Object.fromEntries(answered), errors: [...failures.values()] } };
}

/** Of an error inside a mutation only the alias is told (leanix-api 2.2). */
function describe({ message, path, extensions }: GraphQLError): AnswerError {
  return { message, path: (path ?? []).slice(0, 1), extensions };
}
