// Writes a configuration file as a person would: keys in the order of the schema, each with its meaning as a
// comment above. What stands in it is given; nothing is decided here, and no value can become more than a value.
import { Document, isScalar, type Node, Pair, Scalar, visit, YAMLMap } from 'yaml';
import { configSchema, type SchemaNode } from './schema.ts';
import { wrapWords } from './wrap-words.ts';

type Values = Readonly<Record<string, unknown>>;

/** What is to be said of one key besides its meaning, in lines that are shown as they are. */
export interface Note {
  above?: readonly string[];
  /** Behind a plain value. */
  beside?: string;
}

export interface ConfigText {
  /** Lines at the top of the file. */
  header: readonly string[];
  config: Values;
  /** Keys shown commented out, by path; undefined: with the example of the schema. */
  suggestions?: Values;
  /** By path, such as `flows.landscape.tag`. */
  notes?: Readonly<Record<string, Note>>;
}

const width = 100;
const indentWidth = 2;

export function renderConfig({ header, config, suggestions = {}, notes = {} }: ConfigText): string {
  const explained = new Set<SchemaNode>();
  const document = new Document();
  document.contents = mapOf(configSchema(), config, []);
  return `${header.map((line) => `#${spaced(line)}\n`).join('')}\n${textOf(document)}`;

  function mapOf(schema: SchemaNode, values: Values, path: readonly string[]): YAMLMap<Scalar, Node> {
    const map = new YAMLMap<Scalar, Node>();
    let waiting: string[] = [];
    for (const [key, node] of keysOf(schema, values)) {
      const keyPath = [...path, key];
      const name = keyPath.join('.');
      const above = () => [...meaningOf(node, path.length), ...(notes[name]?.above ?? [])];
      if (Object.hasOwn(values, key)) {
        const pair = pairOf(node, keyPath, values[key]);
        pair.key.commentBefore = [...waiting, ...above()].map(spaced).join('\n');
        pair.key.spaceBefore = isSectioned(path) && map.items.length > 0;
        map.add(pair);
        waiting = [];
      } else if (Object.hasOwn(suggestions, name)) {
        const suggested = new Document({ [key]: nodeOf(suggestions[name] ?? node.examples?.[0]) });
        waiting = [...waiting, ...above(), ...textOf(suggested).trimEnd().split('\n'), ''];
      }
    }
    if (waiting.length > 0) map.comment = waiting.slice(0, -1).map(spaced).join('\n');
    return map;
  }

  function pairOf(schema: SchemaNode, path: readonly string[], value: unknown): Pair<Scalar, Node> {
    const key = new Scalar(path.at(-1));
    const node = isMap(value) && holdsKeys(schema) ? mapOf(schema, value, path) : nodeOf(value);
    const beside = notes[path.join('.')]?.beside;
    if (beside !== undefined) node.comment = spaced(beside);
    return new Pair(key, node);
  }

  /** Said once: connections have the same keys again and again. */
  function meaningOf(node: SchemaNode, depth: number): string[] {
    if (explained.has(node)) return [];
    explained.add(node);
    const words = (node.description ?? '').replaceAll('`', '').split(' ').filter(Boolean);
    return wrapWords(words, width - depth * indentWidth - '# '.length);
  }
}

/** The keys of the schema that may stand there, or the names that were given. */
function keysOf({ properties = {}, additionalProperties: entry }: SchemaNode, values: Values) {
  return entry ? Object.keys(values).map((key) => [key, entry] as const) : Object.entries(properties);
}

function holdsKeys({ properties, additionalProperties }: SchemaNode): boolean {
  return properties !== undefined || Boolean(additionalProperties);
}

/** Where blank lines keep the keys apart. */
function isSectioned(path: readonly string[]): boolean {
  return path.length === 0 || (path.length === 2 && path[0] === 'flows');
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Anything but plain words is quoted, so that it needs no second look; short lists stand on one line. */
function nodeOf(value: unknown): Node {
  const node = new Document(value).contents ?? new Scalar(value);
  visit(node, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && !/^[\w.-]+(?:[ /][\w.-]+)*$/.test(scalar.value)) {
        scalar.type = Scalar.QUOTE_DOUBLE;
      }
    },
    Seq(_, list) {
      list.flow = list.items.every(isScalar);
    },
  });
  return node;
}

function textOf(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** As a comment stands behind its mark, on its one line. */
function spaced(line: string): string {
  return line === '' ? '' : ` ${line.replace(/[\r\n\u0085\u2028\u2029]/g, ' ')}`;
}
