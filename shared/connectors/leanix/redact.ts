// Makes a text of LeanIX fit to be shown and stored: what is secret or names a person is struck out, and the rest
// is cut.
import { strikeSecrets } from '../http/strike-secrets.ts';

const maxLength = 300;

export function redact(text: string, secrets: Iterable<string>): string {
  return strikeSecrets(text, secrets).slice(0, maxLength);
}
