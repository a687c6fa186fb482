// Runs by HTTP, the same on both clouds: begin one, look at what became of them.
import { latestRuns, lookAtRun } from '../look-at-runs.ts';
import { RunWish, startRun } from '../start-run.ts';
import type { Route } from './route.ts';

export const beginRoute: Route = {
  method: 'POST',
  path: '/runs',
  scope: 'Run',
  answer: async ({ readJson }) => {
    const begun = await startRun(await readJson(RunWish));
    return Response.json(begun, { status: 202, headers: { location: `/runs/${begun.run}` } });
  },
};

export const lookRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/runs',
    scope: 'View',
    answer: async ({ query }) => Response.json({ runs: await latestRuns(query.get('flow') ?? undefined) }),
  },
  {
    method: 'GET',
    path: '/runs/:run',
    scope: 'View',
    answer: async ({ params: { run = '' } }) => Response.json(await lookAtRun(run)),
  },
];
