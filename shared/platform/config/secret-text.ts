// What looks like a secret in a text of the configuration, and what names a variable there. It knows nothing of YAML,
// so that whoever only shows texts loads no parser.

export const secretKeys =
  /secret|token|passw(?:or)?d|\bpwd\b|(?:private|api)[_ -]?key|credential|authorization/i;
/** The last one: an address with a password in it. */
const secretValues = /\bLXT_|\beyJ|-----BEGIN|:\/\/[^\s/:@]*:[^\s/@]+@/;
/** API tokens of LeanIX before they began with LXT_ (leanix-api 1.2): all kinds of characters, and nothing else. */
const oldToken = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z\d]{40}$/;
/** In a comment nothing but a colon or an equals sign tells a key. */
const secretPairs = new RegExp(`(?:${secretKeys.source})[\\w-]*["']?\\s*[:=]\\s*\\S`, 'i');
/** Environment variables that are named in a text. */
export const variableNames = /\$\{(\w+)\}/g;

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
