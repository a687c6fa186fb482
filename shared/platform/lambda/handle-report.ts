// The shell of the last step on AWS Lambda, which also tells of runs: `{ "status": "landscape" }` by hand, GET /runs.
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { handleStep } from './handle-step.ts';
import { answerHttp, isHttpEvent } from './http-event.ts';
import { readable } from './readable.ts';

/** Of a run, or of a flow for its last one. */
const StatusWish = z.object({ status: z.string() });

const answer = answerHttp(async () => (await import('../http/run-routes.ts')).lookRoutes);

export async function handleReport(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<unknown> {
  if (isHttpEvent(event)) return answer(event);
  const wish = StatusWish.safeParse(event);
  if (!wish.success) return handleStep('report', event, context);
  const { lookAtRun } = await import('../look-at-runs.ts');
  return readable(() => lookAtRun(wish.data.status));
}
