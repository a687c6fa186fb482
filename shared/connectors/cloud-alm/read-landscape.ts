// Reads the landscape list to its end. The server's page caps are unknown, so the offset follows the rows that
// came, and only an empty page or one without anything new is the end.
import type { SourceObject, SourcePage } from '../../core/model.ts';
import type { HttpClient } from '../http/http.ts';
import { parseShape } from '../http/parse-shape.ts';
import { toSourceObject } from './landscape-object.ts';
import { LandscapeAnswer, type LandscapeRecord } from './schema.ts';

export interface LandscapePage extends SourcePage {
  offset: number;
  /** On the last page the number of rows the list has. */
  nextOffset: number;
  /** Its page is often empty: nothing else proves the end. */
  last: boolean;
}

const path = '/calm-landscape/v1/landscapeObjects';
// used without trouble by public clients; default and maximum are not published (open question Q-L3)
const pageSize = 500;

export async function* readLandscape(
  api: HttpClient,
  fromOffset: number,
  known: ReadonlySet<string>,
): AsyncGenerator<LandscapePage> {
  const seen = new Set(known);
  let offset = fromOffset;
  while (true) {
    const query = { limit: pageSize, offset };
    const { data } = await api.send({ method: 'GET', path, query, repeat: 'safe' });
    const rows = parseShape(LandscapeAnswer, data, { system: 'cloud-alm', path });
    const objects = takeUnseen(rows, seen);
    const last = objects.length === 0;
    const nextOffset = last ? offset : offset + rows.length;
    yield { objects, offset, nextOffset, last };
    if (last) return;
    offset = nextOffset;
  }
}

function takeUnseen(rows: readonly LandscapeRecord[], seen: Set<string>): SourceObject[] {
  const objects: SourceObject[] = [];
  for (const row of rows) {
    const object = toSourceObject(row);
    const identity = object.nativeId === '' ? JSON.stringify(row) : object.nativeId;
    if (seen.has(identity)) continue;
    seen.add(identity);
    objects.push(object);
  }
  return objects;
}
