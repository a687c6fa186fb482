// Beside the list of landscape objects: the properties of a single one, and the groups that access is controlled by
// (cloud-alm-api 2.1). That they exist is known; most of what they answer is assumed.
import { Hono } from 'hono';
import type { LandscapeObject } from '../generate/landscape.ts';
import type { TokenIssuer } from '../tokens.ts';
import { readCount, refuseCaller } from './guard.ts';
import type { LandscapeStore } from './landscape-store.ts';
import { landscapeScope } from './xsuaa.ts';

const groupsScope = 'calm-api.landscape.access-control.admin';
const listResponse = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const groups = [
  {
    id: 'b0000000-0000-4000-8000-000000000001',
    displayName: 'EMEA systems',
    members: [{ value: 'user@example.com' }],
  },
  {
    id: 'b0000000-0000-4000-8000-000000000002',
    displayName: 'APJ systems',
    members: [],
  },
];

export function createLandscapeDetails(landscape: LandscapeStore, issuer: TokenIssuer): Hono {
  const app = new Hono();

  app.get('/properties', (c) => {
    const refusal = refuseCaller(c, issuer, [landscapeScope]);
    if (refusal !== undefined) return refusal;
    const lmsId = c.req.query('lmsId');
    // assumption: without an id, and with one that nothing has, dialect R says so.
    if (lmsId === undefined) return c.json({ message: 'lmsId must be given' }, 400);
    const object = landscape.get(lmsId);
    if (object === undefined) return c.json({ message: 'Landscape object not found' }, 404);
    if (object.objectType === 'BusinessService') return c.json({ message: 'Forbidden' }, 403);
    const properties = propertiesOf(object);
    // Seen live: success with an empty body. That it is so where there is none is an assumption.
    return properties.length === 0 ? c.body('') : c.json(properties);
  });

  app.get('/scim/v2/Groups', (c) => {
    const refusal = refuseCaller(c, issuer, [groupsScope]);
    if (refusal !== undefined) return refusal;
    const start = readCount(c.req.query('startIndex'), 1);
    const count = readCount(c.req.query('count'), 100);
    if (start === undefined || count === undefined) {
      return c.json({ message: 'startIndex and count must be whole numbers' }, 400);
    }
    const [, member, value] = /^(displayName|id) eq "([^"]*)"$/.exec(c.req.query('filter') ?? '') ?? [];
    const found = groups.filter(
      ({ id, displayName }) => member === undefined || (member === 'id' ? id : displayName) === value,
    );
    const page = found.slice(Math.max(0, start - 1), Math.max(0, start - 1) + count);
    return c.json({
      schemas: [listResponse],
      totalResults: found.length,
      startIndex: start,
      itemsPerPage: page.length,
      Resources: page,
    });
  });

  return app;
}

/** assumption Q-L2: pairs of name and value; the names are those of the user interface. */
function propertiesOf({
  objectType,
  deploymentModel,
  lmsId,
}: LandscapeObject): { name: string; value: string }[] {
  const tail = Number.parseInt(lmsId.slice(-6), 16) % 10_000_000;
  const digits = String(tail).padStart(7, '0');
  if (objectType === 'CloudService') {
    const region = deploymentModel === 'BTP System' ? [{ name: 'BTP Landscape ID', value: 'cf-eu10' }] : [];
    return [...region, { name: 'Customer Number', value: '1234567' }];
  }
  if (objectType !== 'TechnicalSystem') return [];
  return [
    { name: 'Installation Number', value: `002${digits}` },
    { name: 'Customer Number', value: '1234567' },
  ];
}
