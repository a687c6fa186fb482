// Where a thing stands in the configuration file, and how its value is shown in a message.
import { type Document, isMap, isScalar, isSeq, type LineCounter } from 'yaml';

export type Path = readonly PropertyKey[];

/** The file as it was read: the document and where its lines begin. */
export interface Source {
  document: Document;
  lines: LineCounter;
}

export interface Place {
  line: number;
  column: number;
}

export function placeOf({ lines }: Pick<Source, 'lines'>, offset = 0): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Of the value; where there is none, of the key that should hold it. */
export function placeOfValue(source: Source, path: Path): Place {
  const offset = rangeStart(nodeAt(source, path));
  return offset === undefined ? placeOfKey(source, path) : placeOf(source, offset);
}

export function placeOfKey(source: Source, path: Path): Place {
  return placeOf(source, keyOffset(source, path) ?? keyOffset(source, path.slice(0, -1)));
}

export function nodeAt({ document }: Source, path: Path): unknown {
  return document.getIn(path, true);
}

const longestShown = 60;

/** As it is written, before variables were filled in; never more than a single value. */
export function shown(node: unknown): string {
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node)) return 'nothing';
  if (typeof node.value !== 'string') return String(node.value);
  const text = node.source ?? node.value;
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
}

function keyOffset(source: Source, path: Path): number | undefined {
  const parent = nodeAt(source, path.slice(0, -1));
  if (!isMap(parent)) return undefined;
  return rangeStart(parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))?.key);
}

function rangeStart(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}
