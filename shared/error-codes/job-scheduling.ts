// Error codes of the SAP Job Scheduling service and of the schedules it keeps for us.
import type { ErrorEntry } from './error-entry.ts';

export const jobSchedulingCodes = {
  JOB_CREDENTIALS: {
    what: 'The SAP Job Scheduling service does not accept the credentials of its binding',
    why: 'The binding was deleted or rotated, or its certificate has expired.',
    cure: 'Bind the instance again and restart the application.',
    retryable: false,
    fixableBy: 'operator',
  },
  JOB_GONE: {
    what: 'The SAP Job Scheduling service knows no such job or run',
    why: 'The job was deleted, its run log was removed after 15 days, or another instance is bound now.',
    cure: 'Run landbridge schedule to make the jobs again; the run itself stands in landbridge runs.',
    retryable: false,
    fixableBy: 'user',
  },
  JOB_NO_ADDRESS: {
    what: 'It is not known where the SAP Job Scheduling service reaches this application',
    why: 'The command does not run as a task of the application, or the application has no route.',
    cure: 'Name its address with --url https://<route of the application>.',
    retryable: false,
    fixableBy: 'user',
  },
} as const satisfies Record<string, ErrorEntry>;
