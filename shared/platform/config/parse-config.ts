// Reads landbridge.yaml and finds every mistake at once, each with its place in the file. Nothing is asked of
// any system here.
import { closest } from 'fastest-levenshtein';
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type * as z from 'zod/mini';
import { ConfigError, type ConfigMistake } from './config-error.ts';
import { Config, configSchema } from './schema.ts';

type Path = readonly PropertyKey[];

interface Source {
  document: Document;
  lines: LineCounter;
}

const secretKeys = /secret|token|password|private_?key|credential/i;
const secretValues = /^(LXT_|eyJ)|-----BEGIN/;

/**
 * @param variable values of environment variables that may be named in the file as `${NAME}`
 * @throws ConfigError with all mistakes
 */
export function parseConfig(
  file: string,
  text: string,
  variable: (name: string) => string | undefined,
): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const source: Source = { document, lines };
  const broken = document.errors.map(({ message, pos }) => ({
    ...positionOf(lines, pos[0]),
    message: message.split('\n')[0] ?? message,
  }));
  if (broken.length > 0) throw new ConfigError(file, broken);

  const secrets = findSecrets(source);
  const variables = fillVariables(source, variable);
  const parsed = Config.safeParse(document.toJS() ?? {});
  const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => mistakesOf(source, issue));
  // One mistake a place: what is a secret, or lacks its variable, need not be told to be of the wrong form too.
  const mistakes: ConfigMistake[] = [];
  for (const mistake of [...secrets, ...variables, ...shape, ...findDanglingNames(source)]) {
    if (!mistakes.some(({ line, column }) => line === mistake.line && column === mistake.column)) {
      mistakes.push(mistake);
    }
  }
  if (mistakes.length > 0 || !parsed.success) throw new ConfigError(file, mistakes);
  return parsed.data;
}

/** Secrets belong into bound services: a file is copied, mailed and committed. */
function findSecrets({ document, lines }: Source): ConfigMistake[] {
  const mistakes: ConfigMistake[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key)) return;
      const name = String(key.value);
      const isSecret = isScalar(value) && typeof value.value === 'string' && secretValues.test(value.value);
      if (!isSecret && !(isScalar(value) && secretKeys.test(name))) return;
      mistakes.push({
        ...positionOf(lines, key.range?.[0]),
        message: `${name}: secrets cannot be written here, because files are copied; bind a service that holds it and name its binding`,
      });
    },
  });
  return mistakes;
}

/** Puts the values of environment variables in the place of `${NAME}`. */
function fillVariables(
  { document, lines }: Source,
  variable: (name: string) => string | undefined,
): ConfigMistake[] {
  const mistakes: ConfigMistake[] = [];
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
        const value = variable(name);
        if (value === undefined) {
          mistakes.push({
            ...positionOf(lines, node.range?.[0]),
            message: `${whole}: there is no environment variable ${name}`,
          });
        }
        return value ?? '';
      });
    },
  });
  return mistakes;
}

function mistakesOf(source: Source, issue: z.core.$ZodIssue): ConfigMistake[] {
  const { path } = issue;
  const place = path.map(String).join('.') || 'the file';
  const value = shown(source, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        ...positionOf(source.lines, keyOffset(source, [...path, key])),
        message: `${key} is not known in ${place}${suggest(key, knownKeys(path))}`,
      }));
    case 'invalid_value':
      return [at(source, path, `${place} is ${value}${suggest(value, issue.values)}`)];
    case 'invalid_union':
      return [at(source, path, `${place} must be a text or a list of texts, not ${value}`)];
    case 'invalid_type':
      return [
        at(
          source,
          path,
          value === missing ? `${place} is missing` : `${place} must be a ${issue.expected}, not ${value}`,
        ),
      ];
    case 'too_big':
      return [at(source, path, `${place} must be at most ${issue.maximum}, not ${value}`)];
    case 'too_small':
      return [
        at(
          source,
          path,
          `${place} must be at least ${issue.minimum}${issue.origin === 'string' ? ' character long' : ''}, not ${value}`,
        ),
      ];
    default:
      return [at(source, path, `${place} is not valid: ${value}`)];
  }
}

/** At the value; where it is missing, at the key that should hold it. */
function at(source: Source, path: Path, message: string): ConfigMistake {
  const offset = valueOffset(source, path) ?? keyOffset(source, path) ?? keyOffset(source, path.slice(0, -1));
  return { ...positionOf(source.lines, offset), message };
}

/** Flows may only name connections that stand in the same file. Looks at what is there, valid or not. */
function findDanglingNames(source: Source): ConfigMistake[] {
  const { document } = source;
  const known = keysOf(document.get('connections', true));
  return keysOf(document.get('flows', true)).flatMap((flow) =>
    ['source', 'workspace'].flatMap((key) => {
      const path = ['flows', flow, key];
      const node: unknown = document.getIn(path, true);
      const named = isSeq(node) ? node.items : [node];
      return named.flatMap((entry) => {
        if (!isScalar(entry) || typeof entry.value !== 'string' || known.includes(entry.value)) return [];
        const place = positionOf(source.lines, entry.range?.[0]);
        return [
          {
            ...place,
            message: `${path.join('.')}: there is no connection ${entry.value}${suggest(entry.value, known)}`,
          },
        ];
      });
    }),
  );
}

function keysOf(node: unknown): string[] {
  return isMap(node) ? node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
}

function suggest(value: string, known: readonly unknown[]): string {
  const names = known.map(String);
  if (names.length === 0) return '';
  return `; did you mean ${closest(value, names)}? Known: ${names.join(', ')}`;
}

interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  additionalProperties?: SchemaNode | false;
}

/** The keys that the schema knows at a place. */
function knownKeys(path: Path): string[] {
  let node: SchemaNode | undefined = configSchema() as SchemaNode;
  for (const step of path) {
    node = node?.properties?.[String(step)] ?? (node?.additionalProperties || undefined);
  }
  return Object.keys(node?.properties ?? {});
}

const missing = 'nothing';

function shown({ document }: Source, path: Path): string {
  const node: unknown = document.getIn(path, true);
  if (node === undefined) return missing;
  return isScalar(node)
    ? JSON.stringify(node.value)
    : JSON.stringify(isNode(node) ? node.toJS(document) : node);
}

function valueOffset({ document }: Source, path: Path): number | undefined {
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function keyOffset({ document }: Source, path: Path): number | undefined {
  const parent: unknown = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

function positionOf(lines: LineCounter, offset = 0): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
