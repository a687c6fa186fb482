// GET of projects, tasks and features (cloud-alm-api 2.3, 2.4, 2.6), as far as a client needs them to see whether
// its key may read them: a handful of projects, each with one task and one feature.
import { type Context, Hono } from 'hono';
import { readBearer, type TokenIssuer } from '../tokens.ts';
import { holdsScope, readCount, refuseCaller } from './guard.ts';

interface Project {
  id: string;
  name: string;
  status: 'O' | 'C';
  /** Seen with a scope of its own only, and left out without a word (cloud-alm-api 1.8). */
  only?: 'private' | 'protected';
}

const projects: readonly Project[] = [
  { id: '11111111-1111-1111-1111-111111111111', name: 'Default Project', status: 'O' },
  { id: '22222222-2222-4222-8222-222222222222', name: 'Move to SAP S/4HANA Cloud', status: 'O' },
  { id: '33333333-3333-4333-8333-333333333333', name: 'Closed example', status: 'C' },
  { id: '44444444-4444-4444-8444-444444444444', name: 'Board matters', status: 'O', only: 'private' },
  { id: '55555555-5555-4555-8555-555555555555', name: 'Payroll', status: 'O', only: 'protected' },
];

export function createProjectApis(issuer: TokenIssuer): Hono {
  const app = new Hono();

  const visible = (c: Context): Project[] => {
    const scopes = readBearer(issuer, c.req.header('Authorization'))?.scope;
    return projects.filter(({ only }) => !only || holdsScope(scopes, `calm-api.projects.${only}.read`));
  };

  app.get('/calm-projects/v1/projects', (c) => {
    const refusal = refuseCaller(c, issuer, ['calm-api.projects.read']);
    return refusal ?? c.json(visible(c).map(({ id, name, status }) => ({ id, name, status })));
  });

  app.get('/calm-tasks/v1/tasks', (c) => {
    const refusal = refuseCaller(c, issuer, ['calm-api.tasks.read']);
    if (refusal !== undefined) return refusal;
    // K2: it is not OData and says so.
    if (Object.keys(c.req.query()).some((name) => name.startsWith('$'))) {
      return c.json({ message: 'Query options $filter, $select and $top are not supported yet' }, 400);
    }
    const projectId = c.req.query('projectId');
    const limit = readCount(c.req.query('limit'), Number.MAX_SAFE_INTEGER);
    const offset = readCount(c.req.query('offset'), 0);
    if (projectId === undefined || limit === undefined || limit < 1 || offset === undefined) {
      return c.json({ message: 'projectId must be given; limit and offset must be whole numbers' }, 400);
    }
    const project = projects.find(({ id }) => id === projectId);
    if (project === undefined) return c.json({ message: 'Project not found' }, 404);
    if (!visible(c).includes(project)) return c.json({ message: 'No access to this project' }, 403);
    return c.json([taskOf(project)].slice(offset, offset + limit));
  });

  app.get('/calm-features/v1/Features', (c) => {
    const refusal = refuseCaller(c, issuer, ['calm-api.features.read'], 'O');
    if (refusal !== undefined) return refusal;
    // assumption Q-F1: the list is answered without a project too.
    const wanted =
      c.req.query('projectId') ?? /projectId eq ([\w-]+)/.exec(c.req.query('$filter') ?? '')?.[1];
    const found = visible(c).filter(({ id }) => wanted === undefined || id === wanted);
    const top = readCount(c.req.query('$top'), found.length);
    if (top === undefined) return c.json({ error: { code: '400', message: 'Invalid value for $top' } }, 400);
    return c.json({ '@context': '$metadata#Features', value: found.slice(0, top).map(featureOf) });
  });

  return app;
}

function taskOf({ id, name }: Project): object {
  return {
    id: id.replace(/^\d{8}/, 'aaaaaaaa'),
    projectId: id,
    title: `Prepare ${name}`,
    type: 'CALMTASK',
    status: 'CIPTKOPEN',
    subStatus: null,
    startDate: '2026-07-01',
    dueDate: '2026-07-31',
    createdTimestamp: '2026-03-01T06:37:01.414951300Z',
    lastChangedTimestamp: '2026-03-01T08:47:03.297007500Z',
  };
}

function featureOf({ id, name }: Project, index: number): object {
  return {
    uuid: id.replace(/^\d{8}/, 'ffffffff'),
    displayId: `6-${index + 1}`,
    title: `Cut over ${name}`,
    projectId: id,
    statusCode: 'IN_REALIZATION',
    priorityCode: 30,
    type: 'CALMFEAT',
    tags: [],
    createdAt: '2026-06-02T08:00:00.000Z',
    modifiedAt: '2026-06-03T09:30:00.000Z',
  };
}
