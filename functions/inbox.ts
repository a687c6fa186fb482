// What waits for a person, and deciding it, by HTTP on AWS: `GET /inbox` for View, `POST /decisions` for Review.
import { inboxRoutes } from '../shared/platform/http/inbox-routes.ts';
import { serveLambda } from '../shared/platform/http/serve-lambda.ts';

export const handler = serveLambda(inboxRoutes);
