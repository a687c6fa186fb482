// What the schema finds wrong, as sentences for the person who wrote the file.
import { closest } from 'fastest-levenshtein';
import { isScalar } from 'yaml';
import type * as z from 'zod/mini';
import { flows } from '../../flows/flows.ts';
import type { ConfigMistake } from './config-error.ts';
import { nodeAt, type Path, placeOfKey, placeOfValue, type Source, shown } from './place.ts';
import { configSchema, type SchemaNode } from './schema.ts';

type Issue = z.core.$ZodIssue;

/** @param within where the issue was found, if its own path begins there */
export function explainIssue(source: Source, issue: Issue, within: Path = []): ConfigMistake[] {
  const path = [...within, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key) => ({
      ...placeOfKey(source, [...path, key]),
      message: `${key} is not known in ${nameOf(path)}${suggest(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const [reason] = issue.issues;
    if (path.length === 2 && path[0] === 'flows') {
      const message = `${String(path[1])} is not known in flows${suggest(String(path[1]), Object.keys(flows))}`;
      return [{ ...placeOfKey(source, path), message }];
    }
    const why = reason?.code === 'too_small' ? 'a name must not be empty' : reason?.message;
    return [{ ...placeOfKey(source, path), message: `${nameOf(path)}: ${why}` }];
  }
  if (issue.code === 'invalid_union') {
    // A list was meant: what is wrong with its entries says more than that it is no text.
    const inside = issue.errors
      .flat()
      .filter(({ path: at, code }) => at.length > 0 || code === 'unrecognized_keys');
    if (inside.length > 0) return inside.flatMap((error) => explainIssue(source, error, path));
  }
  return [{ ...placeOfValue(source, path), message: `${nameOf(path)} ${whatIsWrong(source, issue, path)}` }];
}

function whatIsWrong(source: Source, issue: Issue, path: Path): string {
  const node = nodeAt(source, path);
  const value = shown(node);
  if (node === undefined) return 'is missing';
  if (isScalar(node) && node.value === null) return 'is empty: give it a value, or remove the line';
  switch (issue.code) {
    case 'invalid_value':
      return `cannot be ${value}${suggest(isScalar(node) ? String(node.value) : '', issue.values)}`;
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}, not ${value}${quotes(issue.expected, node)}`;
    case 'invalid_union':
      return `must be ${allowed(issue.errors.flat())}, not ${value}${quotes('string', node)}`;
    case 'too_big':
      return `must be at most ${issue.maximum}, not ${value}`;
    case 'too_small':
      if (issue.origin === 'array') return 'must not be an empty list';
      if (issue.origin === 'string') return 'must not be an empty text';
      return `must be at least ${issue.minimum}, not ${value}`;
    case 'custom':
    case 'invalid_format':
      return `${issue.message}, not ${value}`;
    default:
      return `cannot be ${value}`;
  }
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
  object: 'a map',
  record: 'a map',
  string: 'a text',
};

/** YAML reads `12` and `true` as something else than a text. */
function quotes(expected: string, node: unknown): string {
  const isPlain = isScalar(node) && ['number', 'boolean'].includes(typeof node.value);
  return expected === 'string' && isPlain ? `; put it in quotes: "${node.source ?? node.value}"` : '';
}

function allowed(errors: readonly Issue[]): string {
  const isMap = errors.some((error) => error.code === 'invalid_type' && error.expected === 'object');
  return isMap ? 'a text or a map' : 'a text or a list of texts';
}

function nameOf(path: Path): string {
  return path.map(String).join('.') || 'the file';
}

/** The nearest of the names known, and all of them. */
export function suggest(value: string, known: readonly unknown[]): string {
  const names = known.map(String);
  const lowerCase = names.map((name) => name.toLowerCase());
  const nearest = names[lowerCase.indexOf(closest(value.toLowerCase(), lowerCase))];
  return nearest === undefined ? '' : `; did you mean ${nearest}? Known: ${names.join(', ')}`;
}

/** The keys that the schema knows at a place. */
function knownKeys(path: Path): string[] {
  let node: SchemaNode | undefined = configSchema();
  for (const step of path) {
    const inside = mapIn(node);
    node = inside?.properties?.[String(step)] ?? (inside?.additionalProperties || inside?.items || undefined);
  }
  return Object.keys(mapIn(node)?.properties ?? {});
}

/** The map among what may stand at a place. */
function mapIn(node: SchemaNode | undefined): SchemaNode | undefined {
  return node?.anyOf?.find(({ type }) => type === 'object') ?? node;
}
