// The trigger of a run: `{ "flow": "landscape" }` from the timer or a person; begins it and sends the first message.
import middy from '@middy/core';
import { handleStart } from '../shared/platform/lambda/handle-start.ts';

export const handler = middy((event: unknown) => handleStart(event));
