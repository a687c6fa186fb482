// Routes as a hono app: finds the route, has the caller checked before anything of the body is read, answers
// errors as problems. Knows neither cloud; serve-lambda.ts and serve-node.ts put it behind theirs.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LandbridgeError, toLandbridgeError } from '../../errors.ts';
import { problemOf } from './problem.ts';
import { readJson } from './read-json.ts';
import type { Caller, Route, Scope } from './route.ts';

export interface AppTools {
  /** @throws HOOK_UNAUTHENTICATED, HOOK_FORBIDDEN, HOOK_XSUAA_UNREACHABLE */
  checkAccess(request: Request, scope: Scope): Promise<Caller>;
  /** Told of what is our trouble, not the caller's. */
  report(error: LandbridgeError): void;
}

export type App = Hono<{ Variables: { caller: Caller } }>;

const limitBody = bodyLimit({
  maxSize: 1024 * 1024,
  onError: () => {
    throw new LandbridgeError('HOOK_BODY_TOO_LARGE');
  },
});

export function createApp(routes: readonly Route[], { checkAccess, report }: AppTools): App {
  const app: App = new Hono();
  app.use(async (context, next) => {
    await next();
    const { headers } = context.res;
    headers.set('x-content-type-options', 'nosniff');
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  });
  for (const { method, path, scope, answer } of routes) {
    if (scope !== 'Anyone') {
      app.on(method, path, async (context, next) => {
        context.set('caller', await checkAccess(context.req.raw, scope));
        await next();
      });
    }
    app.on(method, path, limitBody, async (context) => {
      const request = context.req.raw;
      return answer({
        request,
        caller: context.get('caller'),
        params: context.req.param(),
        query: new URL(request.url).searchParams,
        readJson: (schema) => readJson(request, schema),
      });
    });
  }
  app.notFound(() => problemOf(new LandbridgeError('HOOK_NOT_FOUND')));
  app.onError((thrown) => {
    const error = toLandbridgeError(thrown);
    const answer = problemOf(error);
    if (answer.status >= 500) report(error);
    return answer;
  });
  return app;
}
