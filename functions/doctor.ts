// The set-up check by HTTP on AWS: `GET /doctor`, for callers with the scope View.
import { doctorRoute } from '../shared/platform/doctor/doctor-route.ts';
import { serveLambda } from '../shared/platform/http/serve-lambda.ts';

export const handler = serveLambda([doctorRoute]);
