// The step `report` of a run: works a message from its queue, or one by hand, and sends what comes next.
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { handleStep } from '../shared/platform/lambda/handle-step.ts';

export const handler = middy((event: unknown, context: Context) => handleStep('report', event, context));
