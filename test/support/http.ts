// Routes on a port of loopback until the test is over.
import { onTestFinished } from 'vitest';
import type { Route } from '../../shared/platform/http/route.ts';
import { serveNode } from '../../shared/platform/http/serve-node.ts';

/** @returns where they are served */
export async function openPort(routes: readonly Route[]): Promise<string> {
  const { port, close } = await serveNode(routes, { port: 0, host: '127.0.0.1' });
  onTestFinished(close);
  return `http://127.0.0.1:${port}`;
}
