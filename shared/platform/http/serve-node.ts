// Routes on a port of this process, as Cloud Foundry wants it.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { openApp } from './open-app.ts';
import type { Route } from './route.ts';

export interface Listening {
  port: number;
  /** Takes no new requests and ends when those under way are answered. */
  close(): Promise<void>;
}

export async function serveNode(
  routes: readonly Route[],
  { port, host = '0.0.0.0' }: { port: number; host?: string },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: openApp(routes).fetch });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: isBound(address) ? address.port : port,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

function isBound(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
