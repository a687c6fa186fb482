// Makes a text of LeanIX fit to be shown and stored: what we know to be secret, what looks like a token and who
// is named by an e-mail address is struck out, and the rest is cut.
import { strikeEmailAddresses } from '../http/email-address.ts';

const maxLength = 300;
const tokenLike = /\b(?:eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|LXT_\w+|(?:Bearer|Basic)\s+\S+)/g;

export function redact(text: string, secrets: Iterable<string>): string {
  let safe = text;
  for (const secret of secrets) safe = safe.replaceAll(secret, '***');
  return strikeEmailAddresses(safe.replace(tokenLike, '***')).slice(0, maxLength);
}
