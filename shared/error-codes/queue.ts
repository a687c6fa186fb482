// Error codes of the queues between the steps.
import type { ErrorEntry } from './error-entry.ts';

export const queueCodes = {
  QUEUE_REFUSED: {
    what: 'The message for the next step could not be sent',
    why: 'The queue does not exist, may not be written to, or did not answer.',
    cure: 'Check that the function and its queue were deployed together and that it may send to it; the message before is delivered again and sends it then.',
    retryable: true,
    fixableBy: 'operator',
  },
  QUEUE_MISSING: {
    what: 'No queue is configured to hand messages on with',
    why: 'The function runs without LANDBRIDGE_QUEUES, which serverless.yml sets.',
    cure: 'Deploy it with serverless.yml, or use the command landbridge sync, which needs no queue.',
    retryable: false,
    fixableBy: 'operator',
  },
  QUEUE_GAVE_UP: {
    what: 'A step failed so often that it is not tried any more',
    why: 'A system or the database was out of reach for longer than half an hour, or the step fails each time.',
    cure: 'Look into the log for the errors of this run; the next run of the flow goes on where this one stopped writing.',
    retryable: true,
    fixableBy: 'operator',
  },
} as const satisfies Record<string, ErrorEntry>;
