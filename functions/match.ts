// The step `match` of a run: takes a message, does one burst, answers the messages to hand on.
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { handleMessage } from '../shared/platform/handle.ts';

export const handler = middy((event: unknown, context: Context) => handleMessage('match', event, context));
