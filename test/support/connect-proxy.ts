// A proxy on loopback, as companies have it: tunnels by CONNECT to names that only it knows, and keeps what it
// could read. Beside it TLS servers that stand in front of a plain one, as the real systems do.
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket, type Server as TcpServer } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Certificate } from './certificates.ts';

export interface ConnectProxy {
  port: number;
  /** Asked by CONNECT, in order: `host:port`. */
  tunnels: string[];
  /** Requests that were not CONNECT: such a proxy would see all of them. */
  forwarded: string[];
  /** All that came from the clients, as latin1. */
  seen(): string;
  /** What CONNECT is answered in place of a tunnel; `silent`: nothing. */
  refusal: number | 'silent' | undefined;
  close(): Promise<void>;
}

/** @param names where each name leads, by port on loopback */
export async function startConnectProxy(
  names: Readonly<Record<string, number>>,
  credentials?: string,
): Promise<ConnectProxy> {
  const chunks: string[] = [];
  const sockets = new Set<Socket>();
  const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((request, response) => {
    proxy.forwarded.push(`${request.method} ${request.url}`);
    response.writeHead(501).end();
  });
  server.on('connection', (socket: Socket) => {
    keep(socket, sockets);
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const target = request.url ?? '';
    proxy.tunnels.push(target);
    chunks.push(`CONNECT ${target} ${JSON.stringify(request.rawHeaders)}`, head.toString('latin1'));
    client.on('data', (chunk: Buffer) => chunks.push(chunk.toString('latin1')));
    if (proxy.refusal === 'silent') return;
    const port = names[target];
    const isWelcome = expected === undefined || request.headers['proxy-authorization'] === expected;
    const refusal = proxy.refusal ?? (isWelcome ? undefined : 407) ?? (port === undefined ? 502 : undefined);
    if (refusal !== undefined || port === undefined) {
      client.end(`HTTP/1.1 ${refusal} Refused\r\ncontent-type: text/html\r\n\r\n<html>no</html>`);
      return;
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    join(client, port, sockets, head);
  });
  const proxy: ConnectProxy = {
    port: await listen(server),
    tunnels: [],
    forwarded: [],
    seen: () => chunks.join(''),
    refusal: undefined,
    close: () => closeAll(server, sockets),
  };
  return proxy;
}

export interface TlsFront {
  port: number;
  close(): Promise<void>;
}

/** Takes TLS off and hands everything on to a port of loopback. */
export async function startTlsFront(certificate: Certificate & TlsOptions, to: number): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const server = createTlsServer(certificate, (socket) => join(socket, to, sockets));
  server.on('connection', (socket: Socket) => keep(socket, sockets));
  server.on('tlsClientError', () => undefined);
  return { port: await listen(server), close: () => closeAll(server, sockets) };
}

function join(client: Socket, port: number, sockets: Set<Socket>, head?: Buffer): void {
  const onward = connect(port, '127.0.0.1');
  keep(client, sockets);
  keep(onward, sockets);
  if (head !== undefined && head.length > 0) onward.write(head);
  client.pipe(onward).pipe(client);
  client.once('close', () => onward.destroy());
  onward.once('close', () => client.destroy());
}

function keep(socket: Socket, sockets: Set<Socket>): void {
  if (sockets.has(socket)) return;
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
}

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function closeAll(server: Server | TcpServer, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}
