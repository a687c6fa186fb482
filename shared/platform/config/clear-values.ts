// Takes secrets out of the document before anything else looks at it, so that no message can quote one, and
// fills in the environment variables that are named.
import { CST, isScalar, Lexer, type Scalar, visit } from 'yaml';
import type { ConfigMistake } from './config-error.ts';
import { placeOf, type Source } from './place.ts';

const secretKeys = /secret|token|passw(?:or)?d|\bpwd\b|(?:private|api)[_ -]?key|credential|authorization/i;
const variableNames = /\$\{(\w+)\}/g;
/** The last one: an address with a password in it. */
const secretValues = /\bLXT_|\beyJ|-----BEGIN|:\/\/[^\s/:@]*:[^\s/@]+@/;
/** API tokens of LeanIX before they began with LXT_ (leanix-api 1.2): all kinds of characters, and nothing else. */
const oldToken = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z\d]{40}$/;
/** In a comment nothing but a colon or an equals sign tells a key. */
const secretPairs = new RegExp(`(?:${secretKeys.source})[\\w-]*["']?\\s*[:=]\\s*\\S`, 'i');

const why =
  'secrets cannot be written here, because files are copied; bind a service that holds it and name its binding';

/** Secrets belong into bound services: a file is copied, mailed and committed, with its comments. */
export function hideSecrets(source: Source, text: string): ConfigMistake[] {
  const mistakes = findCommentedSecrets(source, text);
  const refuse = (node: Scalar, message: string) => {
    mistakes.push({ ...placeOf(source, node.range?.[0]), message });
  };
  visit(source.document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isScalar(value) || !secretKeys.test(String(key.value))) return;
      if (!isSecret(key)) refuse(key, `${key.value}: ${why}`);
      hide(value);
    },
    Scalar(_, node) {
      if (!isSecret(node)) return;
      refuse(node, `this looks like a secret: ${why}`);
      hide(node);
    },
  });
  return mistakes;
}

/** In the text itself: the document keeps comments in many places, and not where each one stands. */
function findCommentedSecrets(source: Source, text: string): ConfigMistake[] {
  const mistakes: ConfigMistake[] = [];
  let offset = 0;
  let isScalarNext = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type: string | null = isScalarNext ? 'text' : CST.tokenType(lexeme);
    isScalarNext = type === 'scalar';
    if (type === 'comment' && looksSecretInComment(lexeme)) {
      const message = `this comment looks like it holds a secret: ${why}`;
      mistakes.push({ ...placeOf(source, offset), message });
    }
    if (!isMark(type)) offset += lexeme.length;
  }
  return mistakes;
}

/** Lexemes that stand for no character of the text. */
function isMark(type: string | null): boolean {
  return type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end';
}

/** Puts the values of environment variables in the place of `${NAME}`, in values and not in keys. */
export function fillVariables(
  source: Source,
  variable: (name: string) => string | undefined,
): ConfigMistake[] {
  const mistakes: ConfigMistake[] = [];
  visit(source.document, {
    Scalar(position, node) {
      if (position === 'key' || typeof node.value !== 'string') return;
      const place = placeOf(source, node.range?.[0]);
      node.value = node.value.replace(variableNames, (whole, name: string) => {
        const value = variable(name);
        if (value === undefined) {
          mistakes.push({ ...place, message: `${whole}: there is no environment variable ${name}` });
        }
        return value ?? '';
      });
      if (!isSecret(node)) return;
      mistakes.push({ ...place, message: `${node.source}: this looks like a secret: ${why}` });
      hide(node);
    },
  });
  return mistakes;
}

/** Whether a text is refused as a secret wherever it stands. */
export function looksSecret(text: string): boolean {
  return secretValues.test(text) || oldToken.test(text.trim());
}

/** Whether a comment with this text would be refused. */
export function looksSecretInComment(text: string): boolean {
  return looksSecret(text) || secretPairs.test(text);
}

/** Whether a value with this text would be filled in. */
export function namesVariable(text: string): boolean {
  return text.search(variableNames) !== -1;
}

function isSecret({ value }: Scalar): boolean {
  return typeof value === 'string' && looksSecret(value);
}

function hide(node: Scalar): void {
  node.value = '(hidden)';
  node.source = '(hidden)';
}
