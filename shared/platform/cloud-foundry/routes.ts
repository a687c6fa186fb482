// What the application answers on Cloud Foundry besides what it answers everywhere: whether it is well, and the calls
// of the SAP Job Scheduling service.
import * as z from 'zod/mini';
import { LandbridgeError } from '../../errors.ts';
import type { Route } from '../http/route.ts';
import { startPath } from '../keep-schedules.ts';
import { log } from '../log.ts';
import { warmContext } from '../warm-context.ts';
import { acceptJobCall } from './job-calls.ts';

/** Answered by whoever runs at all: an instance that only waits for its database must not be killed for it. */
const health: Route = {
  method: 'GET',
  path: '/health',
  scope: 'Anyone',
  answer: () => Response.json({ status: 'up' }),
};

const Started = z.object({ flow: z.string().check(z.minLength(1)) });

/** Names of the service's own: they become parts of the path of its API. */
const Ids = z.object({
  'x-sap-job-id': z.string().check(z.regex(/^\d+$/)),
  'x-sap-job-schedule-id': z.string().check(z.regex(/^[\w-]+$/)),
  'x-sap-job-run-id': z.string().check(z.regex(/^[\w-]+$/)),
});

/** @param attend called when there is a call to attend to, and not waited for */
export function cloudFoundryRoutes(attend: () => void): readonly Route[] {
  const start: Route = {
    method: 'POST',
    path: startPath,
    scope: 'JobScheduler',
    // The service waits 15 s for this answer; what it asked for takes longer (SAP Job Scheduling service,
    // "Asynchronous Mode"). Its header x-sap-scheduler-host is not read: who knows where that leads.
    async answer({ request, readJson }) {
      const { flow } = await readJson(Started);
      const ids = Ids.safeParse(Object.fromEntries(request.headers));
      if (!ids.success) {
        const members = ids.error.issues.map(({ path }) => path.join('.')).join(', ');
        throw new LandbridgeError('HOOK_BODY', { members });
      }
      const {
        'x-sap-job-id': jobId,
        'x-sap-job-schedule-id': scheduleId,
        'x-sap-job-run-id': runId,
      } = ids.data;
      // Opened before it is accepted: a flow that is not there is told at once.
      const { store, time } = await warmContext(flow);
      await acceptJobCall({ store, now: time.now }, flow, { jobId, scheduleId, runId });
      log('info', 'job call accepted', { flow, jobRun: runId });
      attend();
      return Response.json({ flow, accepted: true }, { status: 202 });
    },
  };
  return [health, start];
}
