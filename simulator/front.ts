// The socket in front of the simulated systems: reads the request, keeps the ledger, waits, strikes with faults
// and hands everything else to the app. Faults live here because some of them break connections.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Hono } from 'hono';
import type { Faults } from './faults.ts';
import type { Ledger, LedgerEntry, System } from './ledger.ts';
import { describeOperation } from './operation.ts';

export interface FrontOptions {
  app: Hono;
  faults: Faults;
  ledger: Ledger;
  latencyMs: number;
  /** How long after its client is gone a request struck by `late` is carried out. */
  lateMs: number;
  now: () => number;
  intercept?: Intercept | undefined;
}

/**
 * A test's hand on a request that no fault struck: carry it out or not, answer something else, or, with
 * undefined, drop the connection.
 */
export type Intercept = (
  arrived: Readonly<LedgerEntry>,
  carryOut: () => Promise<Response>,
) => Promise<Response | undefined>;

interface Arrival {
  request: Request;
  entry: LedgerEntry;
}

/** Carried out when the latency is over. */
type Answer = (response: ServerResponse) => Promise<void>;

export function createFront(options: FrontOptions): Server {
  const { app, faults, ledger, latencyMs, lateMs, now } = options;
  const intercept: Intercept = options.intercept ?? ((_, carryOut) => carryOut());

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const request = toRequest(incoming, body);
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/__')) return send(response, undefined, await app.fetch(request));

    const system = systemOf(pathname);
    const isTokenCall = pathname.endsWith('/token');
    const entry = ledger.open({
      t: now(),
      system,
      method: request.method,
      path: pathname,
      operation: pathname.endsWith('/graphql') ? describeOperation(body.toString()) : '',
    });
    const fault = faults.strike({ system, path: pathname, isTokenCall });
    // The work is done meanwhile: how long it takes here says nothing of the systems that are simulated.
    const due = latencyMs > 0 ? wait(latencyMs) : Promise.resolve();
    const answer = await makeAnswer({ request, entry }, fault);
    await due;
    await answer(response);
    ledger.close(entry, now());
  }

  async function makeAnswer(
    { request, entry }: Arrival,
    fault: ReturnType<Faults['strike']>,
  ): Promise<Answer> {
    const sending =
      (answer: Response): Answer =>
      (response) =>
        send(response, entry, answer);
    const dropping: Answer = async (response) => void response.destroy();
    switch (fault) {
      case undefined: {
        const reply = await intercept(entry, async () => app.fetch(request));
        return reply === undefined ? dropping : sending(reply);
      }
      case 'torn-page':
        return sending(await tear(await app.fetch(request)));
      case 'lost-answer':
        await app.fetch(request);
        return dropping;
      case 'late':
        return async (response) => {
          response.destroy();
          setTimeout(() => void app.fetch(request), lateMs).unref();
        };
      case 'reset':
        return async (response) => void response.socket?.resetAndDestroy();
      default:
        return sending(refuse(fault, entry.system));
    }
  }

  return createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
}

function refuse(
  fault: '429' | '429-bare' | '500' | '503' | 'html' | 'expired-token',
  system: System,
): Response {
  switch (fault) {
    case '429':
    case '429-bare': {
      const text = system === 'leanix' ? 'USER_INTERVAL_REQUEST_LIMIT_EXCEEDED' : 'Too Many Requests';
      return new Response(text, { status: 429, headers: fault === '429' ? { 'Retry-After': '1' } : {} });
    }
    case '500':
      return Response.json({ message: 'An unexpected error occurred' }, { status: 500 });
    case '503':
      return new Response('Service Unavailable', { status: 503 });
    case 'html':
      return new Response(
        '<!DOCTYPE html><html><head><title>Log on</title></head><body>Log on</body></html>',
        {
          headers: { 'Content-Type': 'text/html; charset=utf-8' },
        },
      );
    case 'expired-token':
      return new Response(null, {
        status: 401,
        headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
      });
  }
}

/** Half of an answer that would have been good. */
async function tear(answer: Response): Promise<Response> {
  if (answer.status !== 200) return answer;
  const text = await answer.text();
  return new Response(text.slice(0, Math.floor(text.length / 2)), {
    headers: { 'Content-Type': 'application/json' },
  });
}

async function send(
  response: ServerResponse,
  entry: LedgerEntry | undefined,
  answer: Response,
): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  if (entry !== undefined) {
    entry.status = answer.status;
    entry.bytes = body.length;
  }
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'Content-Length': body.length });
  response.end(body);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function toRequest(incoming: IncomingMessage, body: Buffer): Request {
  const { method = 'GET', url = '/', headers } = incoming;
  const list = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(url, 'http://127.0.0.1'), {
    method,
    headers: list,
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
  });
}

function systemOf(path: string): System {
  if (path.startsWith('/services/')) return 'leanix';
  return path.startsWith('/api/') || path.startsWith('/uaa/') ? 'cloud-alm' : 'unknown';
}
