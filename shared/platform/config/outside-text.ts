// What came from outside and may stand in a file or on a screen: as a value it must mean to the reader of the
// configuration exactly what it is, and in a comment it stays on its line and tells nothing secret or personal.
import { hasEmailAddress, strikeEmailAddresses } from '../../connectors/http/email-address.ts';
import { looksSecret, looksSecretInComment, namesVariable } from './clear-values.ts';

const longestTold = 60;

/** Whether parseConfig gives the text back as it is: it refuses secrets, and fills in variables. */
export function isWritable(text: string): boolean {
  return text !== '' && !looksSecret(text) && !namesVariable(text) && !hasEmailAddress(text);
}

/** On one line, without invisible characters, without secrets and addresses, cut. */
export function tellable(text: string): string {
  const line = strikeEmailAddresses(text.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim());
  // With what may follow it in the comment: a name such as `my-token` becomes a key by its colon.
  if (looksSecret(text) || looksSecretInComment(`${line}: x`)) return '(hidden)';
  const characters = [...line];
  return characters.length > longestTold ? `${characters.slice(0, longestTold).join('')}…` : line;
}
