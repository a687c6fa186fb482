// The shell of the trigger on AWS Lambda: an event of the timer, of a person, or POST /runs begins a run.
import { parseWish, startRun } from '../start-run.ts';
import { answerHttp, isHttpEvent } from './http-event.ts';
import { readable } from './readable.ts';

const answer = answerHttp(async () => [(await import('../http/run-routes.ts')).beginRoute]);

export async function handleStart(event: unknown): Promise<unknown> {
  return isHttpEvent(event) ? answer(event) : readable(() => startRun(parseWish(event)));
}
