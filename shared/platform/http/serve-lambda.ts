// Routes behind an HTTP API of AWS (payload 2.0).
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { openApp } from './open-app.ts';
import type { Route } from './route.ts';

/** Called once a container: what it opens is kept. */
export function serveLambda(routes: readonly Route[]) {
  return handle(openApp(routes));
}

export type HttpEvent = LambdaEvent;
