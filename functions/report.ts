// The step `report` of a run, and what tells of runs: works a message from its queue, answers `{ "status": "…" }`
// and GET /runs.
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { handleReport } from '../shared/platform/lambda/handle-report.ts';

export const handler = middy((event: unknown, context: Context) => handleReport(event, context));
