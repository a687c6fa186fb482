// Reads one OData V2 collection to its end: at most 1,000 entries an answer, then a link to the next
// (systems-and-peers 5.4). Only the query of that link is followed, never its host.
import type * as z from 'zod/mini';
import type { HttpClient } from '../http/http.ts';
import { parseShape } from '../http/parse-shape.ts';
import { Collection } from './schema.ts';

export async function readCollection<Row>(
  api: HttpClient,
  path: string,
  schema: z.ZodMiniType<Row>,
): Promise<Row[]> {
  const rows: Row[] = [];
  const asked = new Set<string>();
  let query = new URLSearchParams();
  do {
    asked.add(query.toString());
    const answer = await api.send({ method: 'GET', path, query: Object.fromEntries(query), repeat: 'safe' });
    const facts = { system: 'cloud-integration', path };
    const { results, __next: next } = parseShape(Collection, answer.data, facts).d;
    for (const result of results) rows.push(parseShape(schema, result, facts));
    // A server that does not know the token would give the first page for ever.
    query = new URLSearchParams(next?.split('?')[1] ?? '');
  } while (query.size > 0 && !asked.has(query.toString()));
  return rows;
}

/** As it stands in a path: `IntegrationPackages('Orders')`; a quote is doubled. */
export function keyed(entitySet: string, id: string): string {
  return `/${entitySet}('${encodeURIComponent(id.replaceAll("'", "''"))}')`;
}
