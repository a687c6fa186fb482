// The set-up check on AWS: for a person by hand, and `GET /doctor` for callers with the scope View.
import middy from '@middy/core';
import { handleDoctor } from '../shared/platform/lambda/handle-doctor.ts';

export const handler = middy((event: unknown) => handleDoctor(event));
