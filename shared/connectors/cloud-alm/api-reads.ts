// The smallest read that shows whether a key may use an API: what doctor asks. Data only.
import type { Use } from './scopes.ts';

export interface ApiRead {
  api: string;
  path: string;
  query: Readonly<Record<string, string | number>>;
  /** All that the read needs. */
  scopes: readonly string[];
  /** The list is one of a project, whose id goes into the query. */
  ofProject?: 'tasks' | 'features';
}

const projects: ApiRead = {
  api: 'projects',
  path: '/calm-projects/v1/projects',
  query: {},
  scopes: ['calm-api.projects.read'],
};

const tasks: ApiRead = {
  api: 'tasks',
  path: '/calm-tasks/v1/tasks',
  query: { offset: 0, limit: 1 },
  scopes: ['calm-api.tasks.read'],
  ofProject: 'tasks',
};

/** Which of the two scopes either needs is not published: both are asked for, as SAP LeanIX does. */
const analytics: readonly ApiRead[] = [
  {
    api: 'analytics providers',
    path: '/calm-analytics/v1/analytics/providers',
    query: {},
    scopes: ['calm-api.analytics.providers.read'],
  },
  {
    api: 'analytics',
    path: '/calm-analytics/v1/odata/v4/analytics/Projects',
    query: { $top: 1 },
    scopes: ['calm-api.analytics.read'],
  },
];

const metrics = (provider: 'hm' | 'jam' | 'exm'): ApiRead => ({
  api: `metrics of ${provider}`,
  path: '/calm-metrics/v1/metrics',
  query: {
    provider,
    version: 'V1',
    period: 'L1H',
    format: 'protobuf-json',
    limit: 1,
    offset: 0,
    onLimit: 'TRUNCATE',
  },
  scopes: ['calm-api.metrics.read', `calm-api.${provider}.read`],
});

const readsByUse: Readonly<Record<Use, readonly ApiRead[]>> = {
  landscape: [
    {
      api: 'landscape',
      path: '/calm-landscape/v1/landscapeObjects',
      query: { limit: 1, offset: 0 },
      scopes: ['calm-api.landscape.read'],
    },
  ],
  projects: [projects, tasks, ...analytics],
  stories: [
    projects,
    tasks,
    {
      api: 'features',
      path: '/calm-features/v1/Features',
      query: { $top: 1 },
      scopes: ['calm-api.features.read'],
      ofProject: 'features',
    },
  ],
  monitoring: [
    {
      api: 'status events',
      path: '/bsm-service/v1/events',
      query: { limit: 1, offset: 0 },
      scopes: ['calm-api.bsm.read'],
    },
    ...analytics,
    metrics('hm'),
    metrics('jam'),
    metrics('exm'),
  ],
};

/** Each read once, in the order of the uses. */
export function readsFor(uses: readonly Use[]): ApiRead[] {
  const reads = uses.flatMap((use) => readsByUse[use]);
  return [...new Map(reads.map((read) => [read.api, read])).values()];
}
