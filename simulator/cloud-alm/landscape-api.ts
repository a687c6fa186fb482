// GET /api/calm-landscape/v1/landscapeObjects: a bare array, exact filters combined by AND, offset and limit
// (cloud-alm-api 2.1). No count, no sort, no links to a next page: the real one has none.
import { Hono } from 'hono';
import type { LandscapeObject } from '../generate/landscape.ts';
import { readBearer, type TokenIssuer } from '../tokens.ts';
import type { LandscapeStore } from './landscape-store.ts';
import { landscapeScope } from './xsuaa.ts';

const filterNames = [
  'name',
  'systemNumber',
  'objectType',
  'source',
  'lmsId',
  'serviceType',
  'role',
  'externalId',
  'deploymentModel',
] as const;

/** assumption Q-L3: default 100, larger than 500 is cut to 500 without a word. */
const defaultLimit = 100;
const maxLimit = 500;

export interface LandscapeApiOptions {
  landscape: LandscapeStore;
  issuer: TokenIssuer;
  profile: 'minimal' | 'rich';
  isEmptied: () => boolean;
}

export function createLandscapeApi({ landscape, issuer, profile, isEmptied }: LandscapeApiOptions): Hono {
  const app = new Hono();

  app.get('/landscapeObjects', (c) => {
    const claims = readBearer(issuer, c.req.header('Authorization'));
    // assumption Q-A3: the gateway answers 401 with an empty body.
    if (claims === undefined)
      return c.body(null, 401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
    const scopes = Array.isArray(claims.scope) ? claims.scope : [];
    if (!scopes.some((scope) => String(scope).endsWith(landscapeScope))) {
      return c.json({ message: 'Insufficient scope for this resource' }, 403);
    }
    const limit = readCount(c.req.query('limit'), defaultLimit);
    const offset = readCount(c.req.query('offset'), 0);
    // assumption: dialect R answers 400 with a message to values it cannot read.
    if (limit === undefined || offset === undefined) {
      return c.json({ message: 'limit and offset must be whole numbers' }, 400);
    }
    const filters = filterNames.flatMap((name) => {
      const value = c.req.query(name);
      return value === undefined ? [] : [{ name, value }];
    });
    const objects = isEmptied() ? [] : landscape.list();
    const found =
      filters.length === 0
        ? objects
        : objects.filter((object) => filters.every(({ name, value }) => object[name] === value));
    const page = found.slice(offset, offset + Math.min(limit, maxLimit));
    return c.json(profile === 'rich' ? page.map(enrich) : page);
  });

  // cloud-alm-api 2.17: 405 has an empty body.
  app.all('/landscapeObjects', (c) => c.body(null, 405, { Allow: 'GET' }));

  return app;
}

function readCount(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** assumption Q-L1: what the user interface shows of an object, under names that nobody outside has seen. */
function enrich(object: LandscapeObject): Record<string, string | null> {
  const tail = object.lmsId.slice(-6);
  const isCloud = object.objectType === 'CloudService';
  return {
    ...object,
    description:
      object.name === null ? null : `${object.serviceTypeLabel ?? object.objectType} ${object.name}`,
    rootUrl: isCloud ? `https://${object.name ?? 'unnamed'}.example.org` : null,
    location: isCloud ? 'Europe (Frankfurt)' : null,
    installationNumber: isCloud ? null : `002${Number.parseInt(tail, 16) % 10_000_000}`,
    customerNumber: '0001234567',
    tenantId: isCloud ? `00000000-0000-4000-8000-000000${tail}` : null,
  };
}
