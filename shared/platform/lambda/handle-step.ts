// The shell of a step on AWS Lambda: messages come in batches from its queue, or one by hand from the console.
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parseMessage } from '../../queue/parse-message.ts';
import type { Message, StepName } from '../../queue/queue.ts';
import { putAside } from '../open-queue.ts';
import { workLogged } from '../work-logged.ts';
import { readable } from './readable.ts';
import { workRecords } from './work-records.ts';

export interface StepAnswer {
  run: string;
  worked: StepName;
  /** What was sent to the queues; nothing when the run has ended or somebody else works on it. */
  sent: readonly Message[];
}

type RemainingTime = Pick<Context, 'getRemainingTimeInMillis'>;

/** Time left over for saving and handing on when a function's own time runs out. */
const reserveMs = 10_000;

export async function handleStep(
  step: StepName,
  event: unknown,
  { getRemainingTimeInMillis }: RemainingTime,
): Promise<SQSBatchResponse | StepAnswer> {
  const work = (message: Message) => workLogged(message, getRemainingTimeInMillis() - reserveMs);
  if (isBatch(event)) return workRecords(event, work, (body) => putAside(step, body));
  return readable(async () => {
    const message = parseMessage(typeof event === 'object' ? { ...event, step } : event);
    return { run: message.run, worked: step, sent: await work(message) };
  });
}

function isBatch(event: unknown): event is SQSEvent {
  return typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records);
}
