// Reads landbridge.yaml and finds every mistake at once, each with its place in the file. Nothing is asked of
// any system here.
import { isMap, isScalar, isSeq, visit } from 'yaml';
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
    ...findDanglingLinks(source),
    ...findMisplacedKeys(source),
  ];
  if (mistakes.length > 0 || !parsed.success) throw new ConfigError(file, mistakes);
  return parsed.data;
}

/** Flows may only name connections that stand in the same file. Looks at what is there, valid or not. */
function findDanglingNames(source: Source): ConfigMistake[] {
  const known = keysOf(nodeAt(source, ['connections']));
  return keysOf(nodeAt(source, ['flows'])).flatMap((flow) =>
    ['source', 'workspace'].flatMap((key) => {
      const path = ['flows', flow, key];
      const node = nodeAt(source, path);
      const named = isSeq(node) ? node.items : [node];
      return named.flatMap((entry) => {
        if (!isScalar(entry) || typeof entry.value !== 'string' || known.includes(entry.value)) return [];
        const message = `${path.join('.')}: there is no connection ${shown(entry)}${suggest(entry.value, known)}`;
        return [{ ...placeOf(source, entry.range?.[0]), message }];
      });
    }),
  );
}

const leanixKeys = [['workspace'], ['pace', 'writesUnderWay'], ['pace', 'changesPerRequest']];

/** What is for LeanIX only would mean nothing on a connection that flows only read from. */
function findMisplacedKeys(source: Source): ConfigMistake[] {
  const flows = keysOf(nodeAt(source, ['flows']));
  const sources = new Set(flows.flatMap((flow) => namesAt(source, ['flows', flow, 'source'])));
  for (const flow of flows) {
    for (const name of namesAt(source, ['flows', flow, 'workspace'])) sources.delete(name);
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

function namesAt(source: Source, path: Path): string[] {
  const node = nodeAt(source, path);
  return (isSeq(node) ? node.items : [node]).flatMap((entry) =>
    isScalar(entry) && typeof entry.value === 'string' ? [entry.value] : [],
  );
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
