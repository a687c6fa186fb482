// A batch of SQS as Lambda's event source hands it over: each message by itself, and those that failed told by
// name, so that only they are delivered again and at last put aside. What is no message is put aside at once.
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { toLandbridgeError } from '../../errors.ts';
import { parseMessage } from '../../queue/parse-message.ts';
import type { Message } from '../../queue/queue.ts';
import { isForGood } from '../for-good.ts';
import { logError } from '../log.ts';

export async function workRecords(
  { Records }: SQSEvent,
  work: (message: Message) => Promise<unknown>,
  putAside: (body: string) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const { messageId, body, attributes } of Records) {
    try {
      await work(parseMessage(parseJson(body)));
    } catch (thrown) {
      const error = toLandbridgeError(thrown);
      const attempt = Number(attributes.ApproximateReceiveCount);
      logError('message failed', error, { messageId, attempt });
      const isAside = isForGood(error) && (await succeeds(() => putAside(body)));
      if (!isAside) batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** What could not be put aside here is so by the queue itself, after some more attempts. */
async function succeeds(call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (thrown) {
    logError('message not put aside', toLandbridgeError(thrown));
    return false;
  }
}

/** What is no JSON is no message either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
