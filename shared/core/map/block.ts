// A block: text of ours between two marker lines, in a field whose other text belongs to people. What stands
// around the markers is never changed, to the last blank.
const open = '[SAP Cloud ALM, kept by Landbridge]';
const close = '[end of SAP Cloud ALM]';

export type Block =
  | { state: 'none' }
  /** Both markers, once each and in order. */
  | { state: 'whole'; before: string; text: string; after: string }
  /** Markers are there but make no block: somebody moved or copied them. */
  | { state: 'broken' };

export function findBlock(field: string): Block {
  const [before = '', rest, ...moreOpen] = field.split(open);
  const [text = '', after, ...moreClose] = (rest ?? '').split(close);
  if (rest === undefined) return before.includes(close) ? { state: 'broken' } : { state: 'none' };
  const isWhole = after !== undefined && moreOpen.length + moreClose.length === 0 && !before.includes(close);
  return isWhole ? { state: 'whole', before, text: text.trim(), after } : { state: 'broken' };
}

/** The field with the block in it: in place of the one there is, else below everything. */
export function putBlock(field: string, text: string): string {
  const found = findBlock(field);
  const block = `${open}\n${text}\n${close}`;
  if (found.state === 'whole') return `${found.before}${block}${found.after}`;
  return field === '' ? block : `${field}\n\n${block}`;
}

/** A text with markers of its own would not be found again. */
export function canBeBlock(text: string): boolean {
  return !text.includes(open) && !text.includes(close);
}

/** The text of the block; empty where there is none or it is broken. */
export function blockIn(field: string): string {
  const found = findBlock(field);
  return found.state === 'whole' ? found.text : '';
}
