// A block: text of ours between two marker lines, in a field whose other text belongs to people. What stands
// around the markers is never changed, to the last blank. Its last line may be a stamp, the time of the sync that
// wrote it: that is no part of the text, so that time alone never makes a difference.
import type { SourceSystem } from '../model.ts';

interface Frame {
  open: string;
  close: string;
}

const frames: Readonly<Record<SourceSystem, Frame>> = {
  'cloud-alm': { open: '[SAP Cloud ALM, kept by Landbridge]', close: '[end of SAP Cloud ALM]' },
  'cloud-integration': {
    open: '[SAP Cloud Integration, kept by Landbridge]',
    close: '[end of SAP Cloud Integration]',
  },
};

const time = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z`;
const stamp = new RegExp(`(?:^|\n)Synchronised: ${time}$`);
const stampInJson = new RegExp(String.raw`(?<=\\n)Synchronised: ${time}(?=\\n)`, 'g');

export type Block =
  | { state: 'none' }
  /** Both markers, once each and in order. */
  | { state: 'whole'; before: string; text: string; after: string }
  /** Markers are there but make no block: somebody moved or copied them, or two sources left theirs. */
  | { state: 'broken' };

export function findBlock(field: string): Block {
  const [found = { state: 'none' }, ...more] = Object.values(frames)
    .map((frame) => findFrame(field, frame))
    .filter(({ state }) => state !== 'none');
  return more.length > 0 ? { state: 'broken' } : found;
}

function findFrame(field: string, { open, close }: Frame): Block {
  const [before = '', rest, ...moreOpen] = field.split(open);
  const [text = '', after, ...moreClose] = (rest ?? '').split(close);
  if (rest === undefined) return before.includes(close) ? { state: 'broken' } : { state: 'none' };
  const isWhole = after !== undefined && moreOpen.length + moreClose.length === 0 && !before.includes(close);
  return isWhole
    ? { state: 'whole', before, text: text.trim().replace(stamp, ''), after }
    : { state: 'broken' };
}

/**
 * The field with the block in it: in place of the one there is, else below everything. An empty text is no block.
 * @param syncedAt ISO 8601; its seconds become the stamp
 */
export function putBlock(field: string, text: string, system: SourceSystem, syncedAt?: string): string {
  const found = findBlock(field);
  if (text === '') return found.state === 'whole' ? `${found.before.trimEnd()}${found.after}` : field;
  const { open, close } = frames[system];
  const last = syncedAt === undefined ? '' : `\nSynchronised: ${syncedAt.slice(0, 19)}Z`;
  const block = `${open}\n${text}${last}\n${close}`;
  if (found.state === 'whole') return `${found.before}${block}${found.after}`;
  return field === '' ? block : `${field}\n\n${block}`;
}

/** A text with markers of its own would not be found again. */
export function canBeBlock(text: string): boolean {
  return Object.values(frames).every(({ open, close }) => !text.includes(open) && !text.includes(close));
}

/** The text of the block; empty where there is none or it is broken. */
export function blockIn(field: string): string {
  const found = findBlock(field);
  return found.state === 'whole' ? found.text : '';
}

/** JSON of something with blocks in it, the same whenever it was written. */
export function withoutStamps(json: string): string {
  return json.replace(stampInJson, '');
}
