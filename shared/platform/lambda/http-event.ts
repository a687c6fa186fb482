// Tells an event of the HTTP API from others, and answers it. What that takes is loaded with the first such event.
import type { Route } from '../http/route.ts';
import type { HttpEvent } from '../http/serve-lambda.ts';

export function isHttpEvent(event: unknown): event is HttpEvent {
  return typeof event === 'object' && event !== null && 'rawPath' in event && 'requestContext' in event;
}

/** @param loadRoutes asked once a container */
export function answerHttp(loadRoutes: () => Promise<readonly Route[]>) {
  let served: Promise<(event: HttpEvent) => Promise<unknown>> | undefined;
  const serve = async () => {
    const [{ serveLambda }, routes] = await Promise.all([import('../http/serve-lambda.ts'), loadRoutes()]);
    return serveLambda(routes);
  };
  return async (event: HttpEvent): Promise<unknown> => {
    served ??= serve();
    return (await served)(event);
  };
}
