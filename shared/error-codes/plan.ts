// Error codes of plans and guards.
import type { ErrorEntry } from './error-entry.ts';

export const planCodes = {
  PLAN_SOURCE_EMPTY: {
    what: 'The source is empty, so nothing was planned',
    why: 'The key belongs to another tenant, an access list hides the objects, or nothing is registered yet.',
    cure: 'Check tenant and access control in Cloud ALM Landscape Management, then run again.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_SOURCE_SHRUNKEN: {
    what: 'The source lost more than a fifth of its objects since the last complete pull',
    why: 'A scope, an access list or a service type was taken away; rarely so much really disappears.',
    cure: 'Check the objects in Cloud ALM Landscape Management; if it is right, run again with --approve and the plan hash named.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_SOURCE_PARTIAL: {
    what: 'Only a part of the source could be read, and the configuration wants that looked at',
    why: 'The source failed in the middle of its list, and guards.partialPull is set to stop.',
    cure: 'Run again when the source is well; to write what was read all the same, add --approve and the plan hash named.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_REMOVAL_LIMIT: {
    what: 'The plan would retire more fact sheets than one run may',
    why: 'Many objects are missing from the source at once.',
    cure: 'Check that they are really gone from Cloud ALM; if so, run again with --approve and the plan hash named.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_CHANGE_LIMIT: {
    what: 'The plan has more changes than the configuration allows in one run',
    why: 'Much was changed at the source at once, or the configuration was.',
    cure: 'Look at what changed; if it is right, run again with --approve and the plan hash named.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_FIRST_RUN: {
    what: 'The first run of the flow waits for approval, as the configuration wants it',
    why: 'guards.firstRun is set to stop.',
    cure: 'Look at the counts; if they are right, run again with --approve and the plan hash named.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_FLOW_HELD: {
    what: 'Another run of this flow is under way',
    why: 'A second sync, a timer or a webhook started the same flow.',
    cure: 'Wait until it has ended; nothing was written by this call.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_UNFINISHED: {
    what: 'A run of this flow was stopped in the middle and is to be finished first',
    why: 'It was killed or failed while it was writing; a plan made now would be made of half its changes.',
    cure: 'Run landbridge sync once, which goes on with it; then try again.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_OTHER_WORKSPACE: {
    what: 'The plan was made for another workspace',
    why: 'The binding leads elsewhere than when the plan was made, or the file is of another stage.',
    cure: 'Bind the workspace that the plan is for, or make a new plan here; nothing was written.',
    retryable: false,
    fixableBy: 'user',
  },
  PLAN_OUTDATED: {
    what: 'Fact sheets of the plan were changed since it was made, so nothing of it was applied',
    why: 'A person, an automation or another run changed them or made one of the same name.',
    cure: 'Make a new plan, look at it, and apply that one.',
    retryable: false,
    fixableBy: 'user',
  },
  PLAN_STALE: {
    what: 'An unfinished run could not be continued and was ended',
    why: 'It stopped more than a day ago, or its plan was made by another version or configuration of Landbridge.',
    cure: 'Nothing to do: what it wrote is kept, and the next run begins anew.',
    retryable: true,
    fixableBy: 'user',
  },
  PLAN_DAMAGED: {
    what: 'The stored plan is not the one that was made',
    why: 'The store was edited or damaged.',
    cure: 'Start with another state: links are found again by their external ids.',
    retryable: false,
    fixableBy: 'operator',
  },
} as const satisfies Record<string, ErrorEntry>;
