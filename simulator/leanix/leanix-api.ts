// The HTTP face of the simulated LeanIX: token exchange, data model and GraphQL on one host (leanix-api 1, 2, 3).
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { Credentials } from '../credentials.ts';
import { readBearer, type TokenIssuer } from '../tokens.ts';
import { createAutomation } from './automation.ts';
import { describeDataModel } from './data-model.ts';
import { answerGraphql, type GraphqlRequest } from './graphql-request.ts';
import { createSchema } from './graphql-schema.ts';
import { createRateLimit } from './rate-limit.ts';
import { suggest } from './suggestions.ts';
import { accessControlEntities, technicalUser, type User } from './users.ts';
import type { Workspace } from './workspace.ts';

/** leanix-api 1.1 */
const lifetimeSeconds = 3599;

export interface LeanixApiOptions {
  workspace: Workspace;
  credentials: Credentials;
  issuer: TokenIssuer;
  seed: number;
  origin: () => string;
  onIssued: (token: string) => void;
}

export function createLeanixApi(options: LeanixApiOptions): Hono {
  const { workspace, credentials, issuer, seed, origin, onIssued } = options;
  const app = new Hono();
  const user = technicalUser(workspace.settings.role);
  const automation = createAutomation(workspace, seed);
  const schema = createSchema({ workspace, automation });
  const rateLimit = createRateLimit();
  const dataModel = JSON.stringify(describeDataModel(workspace.model));
  let issued = 0;

  app.post('/mtm/v1/oauth2/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const expected = `Basic ${Buffer.from(`apitoken:${credentials.apiToken}`).toString('base64')}`;
    if (c.req.header('Authorization') !== expected) {
      // assumption A1: only the status is known.
      return c.json({ error: 'Unauthorized', message: 'Invalid or expired token', status: 401 }, 401);
    }
    if (form.get('grant_type') !== 'client_credentials') {
      return c.json({ error: 'Bad Request', message: 'unsupported grant type', status: 400 }, 400);
    }
    issued += 1;
    const token = issuer.issue(
      claimsOf(workspace, user, origin(), uuidOf(`${credentials.signingKey} ${issued}`)),
      lifetimeSeconds,
    );
    onIssued(token);
    return c.json({
      scope: '',
      expired: false,
      access_token: token,
      token_type: 'bearer',
      expires_in: lifetimeSeconds,
    });
  });

  app.use('/pathfinder/*', async (c, next) => {
    const claims = readBearer(issuer, c.req.header('Authorization'));
    // assumption A1
    if (claims?.principal === undefined) return c.json({ error: 'invalid_token' }, 401);
    const waitSeconds = rateLimit.take(String(claims.sub), workspace.now());
    if (waitSeconds === undefined) return next();
    // assumption A16
    return c.text('USER_INTERVAL_REQUEST_LIMIT_EXCEEDED', 429, { 'Retry-After': String(waitSeconds) });
  });

  app.get('/pathfinder/v1/models/dataModel', (c) =>
    c.body(dataModel, 200, { 'Content-Type': 'application/json' }),
  );

  // The path is documented, the answer is not: assumption, the usual envelope.
  app.get('/pathfinder/v1/models/accessControlEntities', (c) =>
    c.json({
      status: 'OK',
      type: 'AccessControlEntityListResponse',
      errors: [],
      data: accessControlEntities,
    }),
  );

  app.get('/pathfinder/v1/suggestions', (c) =>
    c.json({ status: 'OK', data: suggest(workspace, user, c.req.query('q') ?? '') }),
  );

  app.post('/pathfinder/v1/graphql', async (c) => {
    const request = readRequest(await c.req.text());
    if (request === undefined) return c.json(restError('GraphQL', 'The body is no GraphQL request'), 400);
    automation.work();
    const { status, body } = answerGraphql({ schema, workspace }, request, user);
    if (status === 504) return c.text('Gateway Timeout', 504);
    if (status === 403) return c.json(restError('Forbidden', 'Access denied'), 403);
    return c.json(body);
  });

  app.all('*', (c) => c.json(restError('Error', 'Not found'), 404));
  return app;
}

function readRequest(text: string): GraphqlRequest | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRequest(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isRequest(parsed: unknown): parsed is GraphqlRequest {
  return (
    typeof parsed === 'object' && parsed !== null && 'query' in parsed && typeof parsed.query === 'string'
  );
}

/** leanix-api 3.1 */
function restError(type: string, message: string): object {
  return { status: 'ERROR', type, message, errors: [], total: 0, data: null };
}

/** Claims as seen in leanix-api 1.1. */
function claimsOf(
  workspace: Workspace,
  { id, email, role }: User,
  instanceUrl: string,
  jti: string,
): Record<string, unknown> {
  return {
    jti,
    sub: email,
    instanceUrl,
    principal: {
      id,
      username: email,
      role: 'ACCOUNTUSER',
      status: 'ACTIVE',
      account: { id: 'dddddddd-0000-4000-8000-000000000001', name: 'example' },
      permission: {
        id: 'eeeeeeee-0000-4000-8000-000000000001',
        workspaceId: workspace.id,
        workspaceName: workspace.name,
        role: role.toUpperCase(),
        customerRoles: null,
        status: 'ACTIVE',
      },
    },
  };
}

function uuidOf(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
