// Reads landbridge.yaml and finds every mistake at once, each with its place in the file. Nothing is asked of
// any system here.
import { isMap, isScalar, isSeq, type Scalar, visit } from 'yaml';
import { fillVariables, hideSecrets } from './clear-values.ts';
import { ConfigError, type ConfigMistake } from './config-error.ts';
import { explainIssue, suggest } from './explain-issue.ts';
import { nodeAt, type Path, placeOf, placeOfKey, type Source, shown } from './place.ts';
import { readYaml } from './read-yaml.ts';
import { Config } from './schema.ts';

/**
 * @param variable values of environment variables that may be named in the file as `${NAME}`
 * @throws ConfigError with all mistakes; a text that is no YAML is not looked at further
 */
export function parseConfig(
  file: string,
  text: string,
  variable: (name: string) => string | undefined,
): Config {
  const { source, mistakes: broken, isReadable } = readYaml(text);
  if (!isReadable) throw new ConfigError(file, broken);

  // In this order: a secret is out of the document before anything can quote it.
  const secrets = hideSecrets(source, text);
  const variables = fillVariables(source, variable);
  const parsed = Config.safeParse(source.document.toJS() ?? {});
  const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => explainIssue(source, issue));
  // The first at a place is told: what is a secret, or lacks its variable, need not be of the right form too.
  const mistakes = [
    ...broken,
    ...secrets,
    ...variables,
    ...shape,
    ...findDanglingNames(source),
    ...findMisusedNames(source),
    ...findDanglingLinks(source),
    ...findMisplacedKeys(source),
  ];
  if (mistakes.length > 0 || !parsed.success) throw new ConfigError(file, mistakes);
  return parsed.data;
}

/** Flows may only name connections that stand in the same file. Looks at what is there, valid or not. */
function findDanglingNames(source: Source): ConfigMistake[] {
  const connections = nodeAt(source, ['connections']);
  // Where they are no map at all, that is told, and not each name that leads there.
  if (connections !== undefined && !isMap(connections)) return [];
  const known = keysOf(connections);
  return keysOf(nodeAt(source, ['flows'])).flatMap((flow) =>
    ['source', 'workspace'].flatMap((key) => {
      const path = ['flows', flow, key];
      return namesAt(source, path)
        .filter(({ value }) => !known.includes(value))
        .map((entry) => ({
          ...placeOf(source, entry.range?.[0]),
          message: `${path.join('.')}: there is no connection ${shown(entry)}${suggest(entry.value, known)}`,
        }));
    }),
  );
}

/** A connection leads to one system: flows read from it or write to it, and read from it once. */
function findMisusedNames(source: Source): ConfigMistake[] {
  const flows = keysOf(nodeAt(source, ['flows']));
  const written = flows.flatMap((flow) => valuesAt(source, ['flows', flow, 'workspace']));
  return flows.flatMap((flow) => {
    const path = ['flows', flow, 'source'];
    const named = namesAt(source, path);
    return named.flatMap((entry, index) => {
      const isSecond = named.findIndex(({ value }) => value === entry.value) < index;
      const what = isSecond ? 'is named for the second time' : 'is named as a workspace too';
      if (!isSecond && !written.includes(entry.value)) return [];
      return [
        { ...placeOf(source, entry.range?.[0]), message: `${path.join('.')}: ${shown(entry)} ${what}` },
      ];
    });
  });
}

const leanixKeys = [['workspace'], ['pace', 'writesUnderWay'], ['pace', 'changesPerRequest']];

/** What is for LeanIX only would mean nothing on a connection that flows only read from. */
function findMisplacedKeys(source: Source): ConfigMistake[] {
  const flows = keysOf(nodeAt(source, ['flows']));
  const sources = new Set(flows.flatMap((flow) => valuesAt(source, ['flows', flow, 'source'])));
  for (const flow of flows) {
    for (const name of valuesAt(source, ['flows', flow, 'workspace'])) sources.delete(name);
  }
  return [...sources].flatMap((name) =>
    leanixKeys
      .map((key) => ['connections', name, ...key])
      .filter((path) => nodeAt(source, path) !== undefined)
      .map((path) => ({
        ...placeOfKey(source, path),
        message: `${path.join('.')} is for SAP LeanIX only, and flows name this connection as their source`,
      })),
  );
}

/** The texts at a place that holds one or a list of them. */
function namesAt(source: Source, path: Path): Scalar<string>[] {
  const node = nodeAt(source, path);
  return (isSeq(node) ? node.items : [node]).filter(isText);
}

function valuesAt(source: Source, path: Path): string[] {
  return namesAt(source, path).map(({ value }) => value);
}

function isText(node: unknown): node is Scalar<string> {
  return isScalar(node) && typeof node.value === 'string';
}

/** Templates may only name links of the same flow. */
function findDanglingLinks(source: Source): ConfigMistake[] {
  return keysOf(nodeAt(source, ['flows'])).flatMap((flow) => {
    const known = keysOf(nodeAt(source, ['flows', flow, 'links']));
    const mistakes: ConfigMistake[] = [];
    const inside = nodeAt(source, ['flows', flow]);
    if (!isMap(inside)) return [];
    visit(inside, {
      Scalar(position, node) {
        if (position === 'key' || typeof node.value !== 'string') return;
        for (const [whole, name = ''] of node.value.matchAll(/\{links\.(\w+)\}/g)) {
          if (known.includes(name)) continue;
          const message = `${whole}: there is no such link${suggest(name, known)}`;
          mistakes.push({ ...placeOf(source, node.range?.[0]), message });
        }
      },
    });
    return mistakes;
  });
}

function keysOf(node: unknown): string[] {
  return isMap(node) ? node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
}
