// An HTTP server between the product and the simulator. It hands everything through, but a test may serve its
// own landscape, take a fact sheet out of every answer, and stand in the way of single requests.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: string;
  /** Mutations of a batch; 0 for everything else. */
  mutations: number;
}

export interface Answered {
  status: number;
  body: string;
  retryAfter?: string | null;
}

/** `dropped`: the connection breaks without an answer. */
export type Handler = (asked: Asked, forward: () => Promise<Answered>) => Promise<Answered | 'dropped'>;

export type LandscapeRecord = Readonly<Record<string, string | null>>;

export interface Relay {
  origin: string;
  /** What each tenant lists, by the prefix of its address (empty for the first) and lmsId. */
  landscapes: Map<string, Map<string, LandscapeRecord>>;
  /** Rows of a landscape page at most; the simulator's own cap (assumption Q-L3) to begin with. */
  pageCap: number;
  /** Fact sheets that no answer shows: deleted, as far as the product can see. */
  deleted: Set<string>;
  /** The next request that matches goes to the handler; one that is never used fails the test at close. */
  once(matches: (asked: Asked) => boolean, handler: Handler): void;
  always(matches: (asked: Asked) => boolean, handler: Handler): void;
  close(): Promise<void>;
}

export const isBatch = ({ mutations }: Asked): boolean => mutations > 0;
export const isLandscape = ({ path }: Asked): boolean => path.endsWith('/landscapeObjects');

export async function startRelay(target: string): Promise<Relay> {
  const landscapes: Relay['landscapes'] = new Map();
  const deleted = new Set<string>();
  const rules: { matches: (asked: Asked) => boolean; handler: Handler; once: boolean }[] = [];

  async function forward(asked: Asked): Promise<Answered> {
    const [, prefix = '', path = ''] = /^(\/tenant-\w+)?(\/.*)$/.exec(asked.path) ?? [];
    const answer = await fetch(`${target}${path}?${asked.query}`, {
      method: asked.method,
      headers: asked.headers,
      ...(asked.method === 'GET' ? {} : { body: asked.body }),
    });
    const body = await answer.text();
    const landscape = landscapes.get(prefix);
    if (answer.status !== 200) {
      return { status: answer.status, body, retryAfter: answer.headers.get('retry-after') };
    }
    if (isLandscape(asked) && landscape !== undefined) {
      return { status: 200, body: JSON.stringify(pageOf(landscape, asked.query, relay.pageCap)) };
    }
    return { status: 200, body: deleted.size > 0 ? withoutDeleted(body, deleted) : body };
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await receive(incoming);
    const rule = rules.find(({ matches }) => matches(asked));
    if (rule?.once) rules.splice(rules.indexOf(rule), 1);
    const pass = () => forward(asked);
    const answer = rule === undefined ? await pass() : await rule.handler(asked, pass);
    if (answer === 'dropped') return void response.destroy();
    const body = Buffer.from(answer.body);
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'content-length': body.length,
      ...(answer.retryAfter ? { 'retry-after': answer.retryAfter } : {}),
    });
    response.end(body);
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const relay: Relay = {
    origin: `http://127.0.0.1:${port}`,
    landscapes,
    pageCap: 500,
    deleted,
    once: (matches, handler) => void rules.push({ matches, handler, once: true }),
    always: (matches, handler) => void rules.push({ matches, handler, once: false }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      const unused = rules.filter(({ once }) => once).length;
      if (unused > 0) throw new Error(`${unused} expected requests never came`);
    },
  };
  return relay;
}

function pageOf(
  landscape: ReadonlyMap<string, LandscapeRecord>,
  query: URLSearchParams,
  cap: number,
): LandscapeRecord[] {
  const sorted = [...landscape].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
  const offset = Number(query.get('offset'));
  return sorted.slice(offset, offset + Math.min(Number(query.get('limit')), cap));
}

function withoutDeleted(body: string, deleted: ReadonlySet<string>): string {
  return JSON.stringify(JSON.parse(body), (_key, value) => {
    if (!Array.isArray(value?.edges)) return value;
    const edges = value.edges.filter(({ node }: { node: { id: string } }) => !deleted.has(node.id));
    // Of a list that is longer than its page, the deleted ones are elsewhere if they are not here.
    const isWhole = value.totalCount === value.edges.length;
    const totalCount = value.totalCount - (isWhole ? value.edges.length - edges.length : deleted.size);
    return { ...value, edges, ...(value.totalCount !== undefined && { totalCount }) };
  });
}

async function receive(incoming: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const url = new URL(incoming.url ?? '', 'http://relay');
  const body = Buffer.concat(chunks).toString();
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    ['authorization', 'content-type', 'accept'].includes(name) && typeof value === 'string'
      ? [[name, value] as const]
      : [],
  );
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body,
    mutations: body.match(/: (?:create|update)FactSheet\(/g)?.length ?? 0,
  };
}
