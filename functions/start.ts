// The trigger of a run: `{ "flow": "landscape" }` from the timer or a person; answers the first message.
import middy from '@middy/core';
import { handleStart } from '../shared/platform/handle.ts';

export const handler = middy((event: unknown) => handleStart(event));
