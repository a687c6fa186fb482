// Error codes of what comes in by HTTP: who asks, and what is asked.
import type { ErrorEntry } from './error-entry.ts';

export const httpCodes = {
  HOOK_UNAUTHENTICATED: {
    what: 'The caller is not known',
    why: 'The request carries no token of the bound XSUAA, or one that has expired, is of another application or is not signed by it.',
    cure: 'Fetch a new token with the service key of this application and send it as Authorization: Bearer.',
    retryable: false,
    fixableBy: 'user',
  },
  HOOK_FORBIDDEN: {
    what: 'The caller may not do this',
    why: 'The token lacks the scope that is named.',
    cure: 'Have the role with this scope assigned in the BTP cockpit, then sign in again.',
    retryable: false,
    fixableBy: 'user',
  },
  HOOK_XSUAA_UNREACHABLE: {
    what: 'The caller could not be checked',
    why: 'The keys of the bound XSUAA could not be fetched.',
    cure: 'Send the request again later; if it stays, check the binding and the way to its uaadomain.',
    retryable: true,
    fixableBy: 'operator',
  },
  HOOK_NOT_FOUND: {
    what: 'There is nothing at this address',
    why: 'Path or method is misspelt, or what it names is no longer kept.',
    cure: 'Look at the addresses in the documentation.',
    retryable: false,
    fixableBy: 'user',
  },
  HOOK_BODY: {
    what: 'The body of the request is not understood',
    why: 'It is no JSON (content-type: application/json), or lacks the members that are named.',
    cure: 'Correct the body and send the request again.',
    retryable: false,
    fixableBy: 'user',
  },
  HOOK_BODY_TOO_LARGE: {
    what: 'The body of the request is too large',
    why: 'More than 1 MiB is not taken.',
    cure: 'Send less at once.',
    retryable: false,
    fixableBy: 'user',
  },
} as const satisfies Record<string, ErrorEntry>;
