// What the application answers on Cloud Foundry besides what it answers everywhere: whether it is well, and the calls
// of the SAP Job Scheduling service.
import * as z from 'zod/mini';
import { LandbridgeError, toLandbridgeError } from '../../errors.ts';
import { systemClock } from '../clock.ts';
import type { Route } from '../http/route.ts';
import { startPath } from '../keep-schedules.ts';
import { log, logError } from '../log.ts';
import { warmContext } from '../warm-context.ts';
import { acceptJobCall } from './job-calls.ts';

/** Answered by whoever runs at all: an instance that only waits for its database must not be killed for it. */
const health: Route = {
  method: 'GET',
  path: '/health',
  scope: 'Anyone',
  answer: () => Response.json({ status: 'up' }),
};

/** @throws STORE_UNREACHABLE */
async function inTime(work: Promise<void>, withinMs: number): Promise<void> {
  const late = Symbol('late');
  if ((await Promise.race([work, systemClock.sleep(withinMs).then(() => late)])) !== late) return;
  work.catch((thrown: unknown) => logError('job call not kept', toLandbridgeError(thrown)));
  throw new LandbridgeError('STORE_UNREACHABLE', { waitedSeconds: withinMs / 1000 });
}

const Started = z.object({ flow: z.string().check(z.minLength(1)) });

/** Names of the service's own: they become parts of the path of its API. */
const Ids = z.object({
  'x-sap-job-id': z.string().check(z.regex(/^\d+$/)),
  'x-sap-job-schedule-id': z.string().check(z.regex(/^[\w-]+$/)),
  'x-sap-job-run-id': z.string().check(z.regex(/^[\w-]+$/)),
});

/** Below the 15 s that the service waits for an answer (SAP Job Scheduling service, "Asynchronous Mode"). */
const answerMs = 12_000;

/** @param attend called when there is a call to attend to, and not waited for */
export function cloudFoundryRoutes(attend: () => void, answerWithinMs = answerMs): readonly Route[] {
  const start: Route = {
    method: 'POST',
    path: startPath,
    scope: 'JobScheduler',
    // What the service asks for takes longer than it waits. Its header x-sap-scheduler-host is not read: who knows
    // where that leads.
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
      const accept = async () => {
        // Opened before it is accepted: a flow that is not there is told at once.
        const { store, time } = await warmContext(flow);
        await acceptJobCall({ store, now: time.now }, flow, { jobId, scheduleId, runId });
        log('info', 'job call accepted', { flow, jobRun: runId });
        attend();
      };
      // A database that is away is waited for; a night that is kept too late for this answer begins all the same.
      await inTime(accept(), answerWithinMs);
      return Response.json({ flow, accepted: true }, { status: 202 });
    },
  };
  return [health, start];
}
