// Texts from outside, made fit to be stored and shown. Nothing is judged; what no text needs is taken out.

/** A field of LeanIX may misbehave above it (leanix-api 2.6). */
const longestText = 32_766;

/**
 * Control characters, marks that turn the direction of writing and blanks without width: they steer terminals,
 * make two names look the same, and databases refuse some of them. Joiners stay, emoji and scripts need them.
 */
const unreadable = /[\p{Cc}--[\t\n\r]]|[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gv;

/** Empty for what is neither a text nor a number. */
export function readable(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.toWellFormed().replace(unreadable, '') : '';
}

/** Empty too for what is longer than any text. */
export function readableText(value: unknown): string {
  const text = readable(value);
  return text.length > longestText ? '' : text;
}

/** A name that is too long is cut so that it is still seen to be too long. */
export function readableName(value: unknown): string {
  return readable(value).slice(0, longestText + 1);
}
