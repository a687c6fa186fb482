// Puts what the GraphQL library found wrong with a document or its variables into the words of LeanIX, whose
// server is written with another library. Only the forms in leanix-api 2.1 and 2.2 are known.
import {
  type DocumentNode,
  FieldsOnCorrectTypeRule,
  type GraphQLError,
  type GraphQLSchema,
  KnownArgumentNamesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  VariablesInAllowedPositionRule,
  validate,
} from 'graphql';

interface DescribedError {
  message: string;
  locations?: readonly { line: number; column: number }[];
}

/** FieldUndefined, UnknownArgument and WrongType are documented, the others are inferred. */
const kinds: readonly (readonly [ValidationRule, string])[] = [
  [FieldsOnCorrectTypeRule, 'FieldUndefined'],
  [KnownArgumentNamesRule, 'UnknownArgument'],
  [ValuesOfCorrectTypeRule, 'WrongType'],
  [ProvidedRequiredArgumentsRule, 'MissingFieldArgument'],
  [VariablesInAllowedPositionRule, 'VariableTypeMismatch'],
  [NoUndefinedVariablesRule, 'UndefinedVariable'],
  [NoUnusedVariablesRule, 'UnusedVariable'],
  [KnownTypeNamesRule, 'UnknownType'],
  [KnownFragmentNamesRule, 'UndefinedFragment'],
  [NoUnusedFragmentsRule, 'UnusedFragment'],
  [ScalarLeafsRule, 'SubselectionRequired'],
  [PossibleFragmentSpreadsRule, 'InvalidFragmentType'],
  [OverlappingFieldsCanBeMergedRule, 'FieldsConflict'],
];

export function describeValidationErrors(schema: GraphQLSchema, document: DocumentNode): DescribedError[] {
  const named = kinds.flatMap(([rule, kind]) =>
    validate(schema, document, [rule]).map((error) => describeAs(kind, error)),
  );
  if (named.length > 0) return named;
  return validate(schema, document).map((error) => describeAs('InvalidSyntax', error));
}

function describeAs(kind: string, error: GraphQLError): DescribedError {
  return {
    message: `Validation error of type ${kind}: ${shorten(kind, error.message)}`,
    locations: error.locations?.map(({ line, column }) => ({ line, column })) ?? [],
  };
}

function shorten(kind: string, message: string): string {
  const [, name] = /"([^"]+)"/.exec(message) ?? [];
  if (kind === 'FieldUndefined') return `Field ${name} is undefined`;
  return kind === 'UnknownArgument' ? `Unknown field argument ${name}` : message;
}

export function describeSyntaxError(error: GraphQLError): DescribedError {
  // assumption: the class of the failure is known (InvalidSyntax), its text is not.
  return {
    message: `Invalid Syntax : ${error.message}`,
    locations: error.locations?.map(({ line, column }) => ({ line, column })) ?? [],
  };
}

/** The library tells the variable, the type it wanted and, printed, what it got. */
export function describeVariableError(error: GraphQLError): DescribedError {
  const [, variable, found] =
    /^Variable "\$(\w+)" has invalid value(?: at [^:]+)?: (.*)$/s.exec(error.message) ?? [];
  if (variable === undefined || found === undefined) return { message: error.message };
  const [, wanted, printed] = /^(\w+) cannot represent a non[ -]\w+ value: (.*)$/s.exec(found) ?? [];
  const reason =
    wanted === undefined || printed === undefined
      ? found
      : `Expected a ${wanted} input, but it was a '${kindOf(printed)}'`;
  return { message: `Variable '${variable}' has an invalid value: ${reason}` };
}

/** Names of types in the server's language. */
function kindOf(printed: string): string {
  if (/^-?\d+$/.test(printed)) return 'Integer';
  if (/^(true|false)$/.test(printed)) return 'Boolean';
  if (printed.startsWith('"')) return 'String';
  if (printed.startsWith('[')) return 'ArrayList';
  return printed.startsWith('{') ? 'LinkedHashMap' : 'Double';
}
