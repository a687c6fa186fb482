// Faults of a Cloud ALM key that it shows by itself, or its token and its reads do.
import { expect } from 'vitest';
import { startSimulator } from '../../../../simulator/simulator.ts';
import type { Fault, Scene } from './fault.ts';

const all = [
  ...[
    'landscape',
    'subscriptions',
    'projects',
    'projects.private',
    'projects.protected',
    'tasks',
    'features',
  ],
  ...['bsm', 'analytics', 'analytics.providers', 'metrics', 'hm', 'jam', 'exm'],
].map((name) => `calm-api.${name}.read`);
const landscape = ['calm-api.landscape.read', 'calm-api.subscriptions.read'];
const projects = [
  ...['projects', 'projects.private', 'projects.protected', 'tasks', 'analytics', 'analytics.providers'],
].map((name) => `calm-api.${name}.read`);
const stories = ['projects', 'projects.private', 'projects.protected', 'tasks', 'features'].map(
  (name) => `calm-api.${name}.read`,
);
const monitoring = ['bsm', 'analytics', 'analytics.providers', 'metrics', 'hm', 'jam', 'exm'].map(
  (name) => `calm-api.${name}.read`,
);

const without = (scope: string) => ({ scopes: all.filter((held) => held !== scope) });

const uaa = (change: Record<string, string | undefined>) => (scene: Scene) => {
  Object.assign(scene.calm.credentials.uaa, change);
};

/** Each scope a read needs, taken away alone. */
const missingScopes = (
  [
    ['landscape', landscape, 'landscape', '/calm-landscape/v1/landscapeObjects'],
    ['projects', projects, 'projects', '/calm-projects/v1/projects'],
    ['projects', projects, 'tasks', '/calm-tasks/v1/tasks'],
    ['projects', projects, 'analytics.providers', '/calm-analytics/v1/analytics/providers'],
    ['projects', projects, 'analytics', '/calm-analytics/v1/odata/v4/analytics/Projects'],
    ['stories', stories, 'projects', '/calm-projects/v1/projects'],
    ['stories', stories, 'tasks', '/calm-tasks/v1/tasks'],
    ['stories', stories, 'features', '/calm-features/v1/Features'],
    ['monitoring', monitoring, 'bsm', '/bsm-service/v1/events'],
    ['monitoring', monitoring, 'metrics', '/calm-metrics/v1/metrics'],
    ['monitoring', monitoring, 'hm', '/calm-metrics/v1/metrics'],
    ['monitoring', monitoring, 'jam', '/calm-metrics/v1/metrics'],
    ['monitoring', monitoring, 'exm', '/calm-metrics/v1/metrics'],
  ] as const
).map(([use, authorities, name, path]): Fault => {
  const scope = `calm-api.${name}.read`;
  return {
    fault: `the key may not read ${name}, asked for ${use}`,
    code: 'CALM_SCOPE_MISSING',
    severity: 'stops',
    simulate: without(scope),
    options: { uses: [use] },
    evidence: { missing: scope, call: `GET ${path}`, status: 403, granted: 13 },
    component: 'SV-CLM-API',
    authorities,
  };
});

export const keyFaults: readonly Fault[] = [
  {
    fault: 'a key without its secret',
    code: 'CFG_BINDING_INCOMPLETE',
    severity: 'stops',
    spoil: uaa({ clientsecret: undefined as unknown as string }),
    evidence: { binding: 'calm-api', missing: 'uaa.clientsecret' },
  },
  {
    fault: 'an address without TLS',
    code: 'CFG_PLAIN_HTTP',
    severity: 'stops',
    spoil: ({ calm }) => Object.assign(calm.credentials.endpoints, { Api: 'http://eu10.alm.cloud.sap/api' }),
    evidence: { binding: 'calm-api', host: 'eu10.alm.cloud.sap' },
  },
  {
    fault: 'an address of the API without /api',
    code: 'CALM_URL_API_SUFFIX',
    severity: 'notes',
    spoil: ({ calm, simulator }) => Object.assign(calm.credentials.endpoints, { Api: simulator.origin }),
    evidence: { readAs: expect.stringMatching(/\/api$/) },
  },
  {
    fault: 'an address of the API with /api twice',
    code: 'CALM_URL_API_SUFFIX',
    severity: 'notes',
    spoil: ({ calm, simulator }) =>
      Object.assign(calm.credentials.endpoints, { Api: `${simulator.origin}/api/api` }),
    evidence: { readAs: expect.stringMatching(/\d\/api$/) },
  },
  {
    fault: 'an address of the token service with /oauth/token',
    code: 'CALM_TOKEN_URL_SUFFIX',
    severity: 'notes',
    spoil: ({ calm }) => uaaUrl(calm, `${calm.credentials.uaa.url}/oauth/token`),
    evidence: { readAs: expect.stringMatching(/\/uaa\/oauth\/token$/) },
  },
  {
    fault: 'an instance whose name is too long',
    code: 'CALM_INSTANCE_NAME',
    severity: 'warns',
    spoil: ({ calm }) => {
      calm.instance_name = `leanix-${'x'.repeat(26)}`;
      delete calm.credentials.uaa.xsappname;
    },
    evidence: { reason: 'it has 33 characters, 32 are allowed' },
    component: 'SV-CLM-API',
  },
  {
    fault: 'an instance whose name has a blank',
    code: 'CALM_INSTANCE_NAME',
    severity: 'warns',
    spoil: uaa({ xsappname: 'leanix sync!b1|sapcloudalm!b2' }),
    evidence: { instance: 'leanix sync', reason: 'it has " "' },
    component: 'SV-CLM-API',
  },
  {
    fault: 'an instance whose xsappname is another name',
    code: 'CALM_INSTANCE_NAME',
    severity: 'warns',
    spoil: ({ calm }) => Object.assign(calm, { instance_name: 'leanix-sync' }),
    evidence: { instance: 'leanix-sync', xsappname: 'landbridge-sim' },
    component: 'SV-CLM-API',
  },
  {
    fault: 'a binding called as SAP Cloud ALM calls its own',
    code: 'CALM_BINDING_NAME',
    severity: 'warns',
    spoil: ({ calm }) => Object.assign(calm, { name: 'S4H_100_00' }),
    evidence: { binding: 'S4H_100_00' },
    component: 'SV-CLM-INF-LMS',
  },
  {
    fault: 'a wrong client secret',
    code: 'CALM_CREDENTIALS',
    severity: 'stops',
    spoil: (scene) => {
      scene.secrets.push('not+the+secret');
      uaa({ clientsecret: 'not+the+secret' })(scene);
    },
    evidence: { status: 401, binding: 'calm-api' },
    component: 'SV-CLM-API',
  },
  ...missingScopes,
  {
    fault: 'a scope that only the token shows to be missing',
    code: 'CALM_SCOPE_MISSING',
    severity: 'warns',
    simulate: without('calm-api.subscriptions.read'),
    evidence: { missing: 'calm-api.subscriptions.read', granted: 13 },
    component: 'SV-CLM-API',
    authorities: landscape,
  },
  {
    fault: 'a key without any scope',
    code: 'CALM_SCOPE_MISSING',
    severity: 'stops',
    simulate: { scopes: [] },
    options: { uses: ['landscape', 'monitoring'] },
    evidence: { missing: [...landscape, ...monitoring].join(', '), granted: 0 },
    component: 'SV-CLM-API',
    authorities: [...landscape, ...monitoring],
  },
  {
    fault: 'a key that does not see private projects',
    code: 'CALM_PRIVATE_PROJECTS',
    severity: 'warns',
    simulate: without('calm-api.projects.private.read'),
    options: { uses: ['stories'] },
    evidence: { missing: 'calm-api.projects.private.read' },
    component: 'SV-CLM-IMP-PRJ',
    authorities: stories,
  },
  {
    fault: 'a key of an instance that managed systems push with',
    code: 'CALM_EXISTING_INSTANCE',
    severity: 'warns',
    simulate: { scopes: [...all, 'calm-api.metrics.write', 'imp-cdm-feature-manage-ui'] },
    evidence: { scopes: expect.stringContaining('calm-api.metrics.write') },
    component: 'SV-CLM-INF-LMS',
    authorities: landscape,
  },
  {
    fault: 'a key whose identity zone is of another tenant',
    code: 'CALM_IDENTITYZONE',
    severity: 'stops',
    spoil: uaa({ identityzone: 'other-tenant' }),
    evidence: { key: 'other-tenant', token: 'example-calm' },
    component: 'SV-CLM-API',
  },
  {
    fault: 'a key whose token is of another tenant',
    code: 'CALM_IDENTITYZONE',
    severity: 'stops',
    spoil: uaa({ tenantid: '00000000-0000-4000-8000-00000000000f' }),
    evidence: { keyTenantId: '00000000-0000-4000-8000-00000000000f' },
    component: 'SV-CLM-API',
  },
  {
    fault: 'the API of another region or tenant',
    code: 'CALM_TOKEN_REJECTED',
    severity: 'stops',
    spoil: async ({ calm, later }) => {
      const other = await startSimulator({ size: 1, seed: 2 });
      later(() => other.close());
      calm.credentials.endpoints.Api = `${other.origin}/api`;
    },
    options: { uses: ['landscape', 'projects'] },
    evidence: { status: 401, binding: 'calm-api' },
    component: 'SV-CLM-API',
  },
  {
    fault: 'a scope that access control makes useless',
    code: 'CALM_FORBIDDEN',
    severity: 'stops',
    simulate: {
      intercept: async ({ path }, carryOut) =>
        path.endsWith('/landscapeObjects') ? Response.json({ message: 'no' }, { status: 403 }) : carryOut(),
    },
    evidence: { status: 403, path: '/calm-landscape/v1/landscapeObjects' },
    component: 'SV-CLM-API',
  },
  {
    fault: 'an empty landscape',
    code: 'CALM_LANDSCAPE_DELAY',
    severity: 'warns',
    simulate: { faults: ['empty'] },
    evidence: { rows: 0 },
    component: 'SV-CLM-INF-LMS',
  },
  {
    fault: 'tokens that live for ten minutes',
    code: 'CALM_TOKEN_LIFE',
    severity: 'warns',
    simulate: { tokenLifeSeconds: 600 },
    evidence: { seconds: 600 },
  },
];

function uaaUrl({ credentials }: Scene['calm'], url: string): void {
  credentials.uaa.url = url;
}
