// Every stable error code with what happened, why it usually happens and what to do. docs/errors.md is
// generated from this list; a code is never renamed or reused.
import { configurationCodes } from './error-codes/configuration.ts';
import { httpCodes } from './error-codes/http.ts';
import { inboxCodes } from './error-codes/inbox.ts';
import { jobSchedulingCodes } from './error-codes/job-scheduling.ts';
import { planCodes } from './error-codes/plan.ts';
import { queueCodes } from './error-codes/queue.ts';
import { setUpCodes } from './error-codes/set-up.ts';
import { storeCodes } from './error-codes/store.ts';
import { systemsCodes } from './error-codes/systems.ts';

export const errorCodes = {
  ...configurationCodes,
  ...jobSchedulingCodes,
  ...systemsCodes,
  ...setUpCodes,
  ...planCodes,
  ...inboxCodes,
  ...storeCodes,
  ...httpCodes,
  ...queueCodes,
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** What codes were called before the first release: given no more, explained still. */
export const formerCodes: ReadonlyMap<string, ErrorCode> = new Map([
  ['LX_GRAPHQL_ERRORS', 'LX_GRAPHQL_200_ERRORS'],
]);
