// Routes as an app of this container: what tokens are checked with is loaded with the first call that needs it and
// kept; an attempt that failed is made again with the next call.
import { logError } from '../log.ts';
import { type App, type AppTools, createApp } from './create-app.ts';
import type { Route } from './route.ts';

export function openApp(routes: readonly Route[]): App {
  let opened: Promise<AppTools['checkAccess']> | undefined;
  const open = () => {
    opened ??= import('./check-access.ts').then(({ openAccess }) => openAccess());
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  return createApp(routes, {
    checkAccess: async (request, scope) => (await open())(request, scope),
    report: (error) => logError('request failed', error),
  });
}
