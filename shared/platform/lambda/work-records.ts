// A batch of SQS as Lambda's event source hands it over: each message by itself, and those that failed told by
// name, so that only they are delivered again and at last put aside.
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { toLandbridgeError } from '../../errors.ts';
import { parseMessage } from '../../queue/parse-message.ts';
import type { Message } from '../../queue/queue.ts';
import { logError } from '../log.ts';

export async function workRecords(
  { Records }: SQSEvent,
  work: (message: Message) => Promise<unknown>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const { messageId, body, attributes } of Records) {
    try {
      await work(parseMessage(parseJson(body)));
    } catch (thrown) {
      const attempt = Number(attributes.ApproximateReceiveCount);
      logError('message failed', toLandbridgeError(thrown), { messageId, attempt });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** What is no JSON is no message either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
