// Strikes what looks secret or names a person out of a text that is to be shown, logged or stored: tokens by
// their look, secrets by the words in front of them, and those that are known by value.
import { strikeEmailAddresses } from './email-address.ts';

const struck = '***';

const tokenLike = /\b(?:eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|LXT_\w+|(?:Bearer|Basic)\s+[^\s"',;]+)/g;
/** `client_secret=…`, `"password":"…"`, also inside of JSON that was put into JSON. */
const named =
  /((?:secret|password|passwd|api_?token|access_?token|refresh_?token)\\?["']?\s*[=:]\s*\\?["']?)[^\s"'&,;\\]+/gi;
const userInfo = /(:\/\/)[^\s/@:]*:[^\s/@]+@/g;

export function strikeSecrets(text: string, secrets: Iterable<string> = []): string {
  let safe = text;
  for (const secret of secrets) safe = safe.replaceAll(secret, struck);
  const unnamed = safe.replace(tokenLike, struck).replace(named, `$1${struck}`);
  return strikeEmailAddresses(unnamed.replace(userInfo, `$1${struck}@`));
}
