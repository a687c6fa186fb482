// The shell of the trigger on AWS Lambda: an event of the timer, of a person, or POST /runs begins a run.
import { RunWish, startRun } from '../start-run.ts';
import { answerHttp, isHttpEvent } from './http-event.ts';
import { parseEvent } from './parse-event.ts';
import { readable } from './readable.ts';

const answer = answerHttp(async () => [(await import('../http/run-routes.ts')).beginRoute]);

export async function handleStart(event: unknown): Promise<unknown> {
  if (isHttpEvent(event)) return answer(event);
  return readable(async () => startRun(parseEvent(RunWish, event)));
}
