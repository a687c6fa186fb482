// A real HTTP server on loopback that answers from a script, in order. An unexpected request and an answer that
// was not fetched both fail the test; what was asked is kept so that a test can write its ledger out in full.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface ReceivedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  /** In place of json. */
  text?: string;
  gzip?: boolean;
  /**
   * `reset`: the connection is dropped unanswered; `torn`: in the middle of the body; `silent`: never answered;
   * `stalled`: nothing more comes after half the body.
   */
  fault?: 'reset' | 'torn' | 'silent' | 'stalled';
}

/** What the next request must be, for example `POST /oauth/token`, and what it is answered. */
export type ScriptLine = [
  request: string,
  answer: ScriptedAnswer | ((request: ReceivedRequest) => ScriptedAnswer),
];

export interface ScriptedServer {
  origin: string;
  requests: ReceivedRequest[];
}

export async function playScript<Result>(
  script: readonly ScriptLine[],
  test: (server: ScriptedServer) => Promise<Result>,
  port = 0,
): Promise<Result> {
  const left = [...script];
  const requests: ReceivedRequest[] = [];
  const problems: string[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await receive(incoming);
    requests.push(request);
    const asked = `${request.method} ${request.path}`;
    const line = left.shift();
    if (line?.[0] !== asked) {
      problems.push(`unexpected: ${asked}, the script has ${line?.[0] ?? 'come to its end'}`);
      send(response, { status: 418, json: { message: 'not in the script' } });
      return;
    }
    send(response, typeof line[1] === 'function' ? line[1](request) : line[1]);
  });
  const origin = await listen(server, port);
  try {
    const result = await test({ origin, requests });
    problems.push(...left.map(([asked]) => `not asked for: ${asked}`));
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return result;
  } catch (error) {
    throw problems.length > 0 ? new Error(problems.join('\n'), { cause: error }) : error;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/**
 * The same without an order, for clients that ask side by side: what each request is answered, as often as it
 * comes. What is asked is told with its escapes undone.
 */
export async function answerAll<Result>(
  answers: Readonly<Record<string, ScriptedAnswer>>,
  test: (server: { origin: string; asked: string[] }) => Promise<Result>,
): Promise<Result> {
  const asked: string[] = [];
  const problems: string[] = [];
  const server = createServer(async (incoming, response) => {
    const { method, path } = await receive(incoming);
    const request = `${method} ${decodeURIComponent(path)}`;
    asked.push(request);
    const answer = answers[request];
    if (answer === undefined) problems.push(`unexpected: ${request}`);
    send(response, answer ?? { status: 418, json: {} });
  });
  const origin = await listen(server, 0);
  try {
    const result = await test({ origin, asked });
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return result;
  } catch (error) {
    throw problems.length > 0 ? new Error(problems.join('\n'), { cause: error }) : error;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const origin = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return Number(new URL(origin).port);
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer.fault === 'silent') return;
  if (answer.fault === 'reset') {
    response.socket?.destroy();
    return;
  }
  const plain = Buffer.from(answer.text ?? JSON.stringify(answer.json));
  const body = answer.gzip ? gzipSync(plain) : plain;
  response.writeHead(answer.status ?? 200, {
    'content-type': answer.text === undefined ? 'application/json' : 'text/html',
    'content-length': String(body.byteLength),
    ...(answer.gzip ? { 'content-encoding': 'gzip' } : {}),
    ...answer.headers,
  });
  if (answer.fault === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => {
    if (answer.fault === 'torn') response.socket?.destroy();
  });
}
