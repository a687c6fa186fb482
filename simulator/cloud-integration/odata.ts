// OData V2 as SAP Cloud Integration speaks it: Atom XML unless JSON is asked for, at most 1,000 entries an answer,
// then a link with a $skiptoken (systems-and-peers 5.1, 5.4).
import type { Context } from 'hono';

const mostEntries = 1000;

/** Members by name; a Date is written as each format has it, an undefined member is a link that is not followed. */
export type Entity = Readonly<Record<string, string | Date | undefined>>;

export interface EntityAddress {
  /** `IntegrationPackages('Orders')` */
  of(entity: Entity): string;
  type: string;
}

export function answerList(
  c: Context,
  root: string,
  all: readonly Entity[],
  address: EntityAddress,
): Response {
  const filtered = filter(all, c.req.query('$filter'));
  const from = count(c.req.query('$skiptoken') ?? c.req.query('$skip'), 0);
  const top = count(c.req.query('$top'), Number.POSITIVE_INFINITY);
  if (filtered === undefined || from === undefined || top === undefined) {
    return refuse(c, 400, 'The query cannot be read');
  }
  const page = filtered.slice(from, from + Math.min(top, mostEntries));
  const url = new URL(c.req.url);
  const isCut = top > mostEntries && from + mostEntries < filtered.length;
  if (isCut) {
    url.searchParams.delete('$skip');
    url.searchParams.set('$skiptoken', String(from + mostEntries));
  }
  const next = isCut ? `${root}${url.pathname.replace(/^.*\/api\/v1/, '')}?${unescaped(url)}` : undefined;
  const selected = page.map((entity) => select(entity, c.req.query('$select')));
  if (!wantsJson(c)) return atom(c, selected, next);
  return c.json({
    d: {
      ...(c.req.query('$inlinecount') === 'allpages' && { __count: String(filtered.length) }),
      results: selected.map((entity, index) => jsonOf(entity, root, address, page[index] ?? entity)),
      ...(next !== undefined && { __next: next }),
    },
  });
}

export function answerOne(c: Context, root: string, entity: Entity, address: EntityAddress): Response {
  const selected = select(entity, c.req.query('$select'));
  if (!wantsJson(c)) return atom(c, [selected], undefined);
  return c.json({ d: jsonOf(selected, root, address, entity) });
}

/** assumption: the form of OData V2 errors. */
export function refuse(c: Context, status: 400 | 403 | 404 | 405 | 429 | 501, value: string): Response {
  const error = { code: statusTexts[status], message: { lang: 'en', value } };
  return c.json({ error }, status);
}

const statusTexts = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  501: 'Not Implemented',
} as const;

function wantsJson(c: Context): boolean {
  return c.req.query('$format') === 'json' || /\bjson\b/.test(c.req.header('Accept') ?? '');
}

function jsonOf(shown: Entity, root: string, { of, type }: EntityAddress, whole: Entity): object {
  const uri = `${root}/${of(whole)}`;
  const members = Object.entries(shown).map(([name, value]) => {
    if (value === undefined) return [name, { __deferred: { uri: `${uri}/${name}` } }];
    return [name, value instanceof Date ? `/Date(${value.getTime()})/` : value];
  });
  return { __metadata: { id: uri, uri, type }, ...Object.fromEntries(members) };
}

function atom(c: Context, entities: readonly Entity[], next: string | undefined): Response {
  const entries = entities.map((entity) => {
    const properties = Object.entries(entity).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const text = value instanceof Date ? value.toISOString().slice(0, -1) : value;
      return [`<d:${name}>${escaped(text)}</d:${name}>`];
    });
    return `<entry><content type="application/xml"><m:properties>${properties.join('')}</m:properties></content></entry>`;
  });
  const link = next === undefined ? '' : `<link rel="next" href="${escaped(next)}"/>`;
  const body = `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices">${entries.join('')}${link}</feed>`;
  return c.body(body, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** With the dollar signs that the real links have. */
function unescaped({ searchParams }: URL): string {
  return searchParams.toString().replaceAll('%24', '$');
}

/** Only `Member eq 'value'`, the one filter that is known to work (systems-and-peers 5.2). */
function filter(all: readonly Entity[], text: string | undefined): readonly Entity[] | undefined {
  if (text === undefined) return all;
  const [, member = '', value = ''] = /^(\w+) eq '(.*)'$/.exec(text) ?? [];
  if (member === '') return undefined;
  return all.filter((entity) => entity[member] === value.replaceAll("''", "'"));
}

function select(entity: Entity, names: string | undefined): Entity {
  if (names === undefined) return entity;
  return Object.fromEntries(names.split(',').map((name) => [name.trim(), entity[name.trim()]]));
}

function count(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
