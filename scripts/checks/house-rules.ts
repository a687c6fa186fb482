// What the linters cannot say about this project: where time, chance, environment and output may be touched,
// how long a file may be, and words that must not stay. Pure: text in, findings out.
import ts from 'typescript';

export interface SourceFile {
  /** Relative to the root, with `/`. */
  path: string;
  text: string;
}

/** One line each: `path:line what is wrong`. */
export function findHouseRuleBreaks(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const deployed = /^(shared|functions)\//.test(file.path);
    const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
    return [
      ...(deployed ? [...findEffects(source), ...findAny(source)] : []),
      ...findLongFile(file),
      ...findWords(file),
    ];
  });
}

const effects = {
  environment: { home: 'shared/platform/environment.ts', what: 'the environment' },
  clock: { home: 'shared/platform/clock.ts', what: 'the clock' },
  random: { home: 'shared/platform/random.ts', what: 'randomness' },
  output: { home: 'shared/platform/log.ts', what: 'output' },
} as const;

type Effect = keyof typeof effects;

const members = new Map<string, Effect>([
  ['process.env', 'environment'],
  ['Date.now', 'clock'],
  ['performance.now', 'clock'],
  ['Math.random', 'random'],
  ['process.stdout', 'output'],
  ['process.stderr', 'output'],
]);

const names = new Map<string, Effect>([
  ['setTimeout', 'clock'],
  ['setInterval', 'clock'],
  ['randomUUID', 'random'],
  ['randomBytes', 'random'],
  ['randomInt', 'random'],
  ['randomFillSync', 'random'],
  ['getRandomValues', 'random'],
  ['console', 'output'],
]);

const modules = new Map<string, Effect>([
  ['timers', 'clock'],
  ['timers/promises', 'clock'],
  ['process', 'environment'],
  ['console', 'output'],
]);

function findEffects(source: ts.SourceFile): string[] {
  const path = source.fileName;
  const ours = namesFromOurModules(source);
  const findings: string[] = [];
  visit(source, (node, line) => {
    if (ts.isIdentifier(node) && ours.has(node.text)) return;
    const effect = effectOf(node);
    if (effect === undefined || effects[effect].home === path) return;
    findings.push(`${path}:${line} touches ${effects[effect].what}; only ${effects[effect].home} may`);
  });
  return findings;
}

/** `randomBytes` of random.ts is not the one of node:crypto. */
function namesFromOurModules(source: ts.SourceFile): ReadonlySet<string> {
  const names = source.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const bindings = statement.importClause?.namedBindings;
    const isOurs = statement.moduleSpecifier.getText().startsWith("'.");
    if (!isOurs || bindings === undefined || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.map(({ name }) => name.text);
  });
  return new Set(names);
}

function effectOf(node: ts.Node): Effect | undefined {
  if (ts.isStringLiteral(node)) {
    return isModuleName(node) ? modules.get(node.text.replace(/^node:/, '')) : undefined;
  }
  if (ts.isNewExpression(node)) {
    const isNow = node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;
    return isNow ? 'clock' : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) return members.get(node.getText().replace(/\s|\?/g, ''));
  if (!ts.isIdentifier(node)) return undefined;
  // `const { env } = process` would hide the member from the rule above.
  if (node.text === 'process' && ts.isVariableDeclaration(node.parent)) return 'environment';
  return isOwnName(node) ? undefined : names.get(node.text);
}

function isModuleName({ parent }: ts.StringLiteral): boolean {
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  return ts.isImportDeclaration(parent);
}

/** A member or parameter that merely has such a name: `{ console: … }`. */
function isOwnName(node: ts.Identifier): boolean {
  const { parent } = node;
  const declares =
    ts.isPropertySignature(parent) || ts.isParameter(parent) || ts.isPropertyAssignment(parent);
  return declares && parent.name === node;
}

const maxLines = 400;
const maxFunctionLines = 40;

function findLongFile({ path, text }: SourceFile): string[] {
  const limit = path.startsWith('functions/') ? maxFunctionLines : maxLines;
  const lines = text.replace(/\n$/, '').split('\n').length;
  return lines > limit ? [`${path}:${lines} has more than ${limit} lines: split it by purpose`] : [];
}

function findWords({ path, text }: SourceFile): string[] {
  return text.split('\n').flatMap((line, index) => {
    const word = /\b(TO{1}DO|FIX{1}ME)\b|@ts-(?:ignore|nocheck|expect-error)/.exec(line)?.[0];
    return word === undefined ? [] : [`${path}:${index + 1} ${word} must not stay`];
  });
}

function findAny(source: ts.SourceFile): string[] {
  const findings: string[] = [];
  visit(source, (node, line) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      findings.push(`${source.fileName}:${line} says any: use unknown`);
  });
  return findings;
}

function visit(source: ts.SourceFile, look: (node: ts.Node, line: number) => void): void {
  const descend = (node: ts.Node): void => {
    look(node, source.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, descend);
  };
  descend(source);
}
