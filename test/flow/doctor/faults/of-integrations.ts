// Faults of a Cloud Integration key.
import { expect } from 'vitest';
import { startSimulator } from '../../../../simulator/simulator.ts';
import type { Fault, Scene } from './fault.ts';

const simulate = { iflows: 12 };

const oauth = (change: (oauth: Record<string, string>) => unknown) => (scene: Scene) => {
  if (scene.integration === undefined) throw new Error('the simulator has no such tenant');
  return change(scene.integration.credentials.oauth);
};

export const integrationFaults: readonly Fault[] = [
  {
    fault: 'a key of Cloud Integration without its address',
    code: 'CFG_BINDING_INCOMPLETE',
    severity: 'stops',
    simulate,
    spoil: oauth((key) => delete key.url),
    evidence: { binding: 'cpi-api', missing: 'oauth.url' },
  },
  {
    fault: 'a wrong secret of Cloud Integration',
    code: 'CPI_CREDENTIALS',
    severity: 'stops',
    simulate,
    spoil: oauth((key) => Object.assign(key, { clientsecret: 'not the secret' })),
    evidence: { status: 401, binding: 'cpi-api' },
  },
  {
    fault: 'an instance that may not look at what is deployed',
    code: 'CPI_ROLE_MISSING',
    severity: 'stops',
    simulate,
    spoil: oauth((key) => Object.assign(key, { clientid: `${key.clientid}-noruntime` })),
    evidence: { role: 'MonitoringDataRead', status: 403 },
  },
  {
    fault: 'an instance that may not look into packages',
    code: 'CPI_ROLE_MISSING',
    severity: 'stops',
    simulate,
    spoil: oauth((key) => Object.assign(key, { clientid: `${key.clientid}-nodesign` })),
    evidence: { role: 'WorkspacePackagesRead', status: 403 },
  },
  {
    fault: 'an address of another Cloud Integration tenant',
    code: 'CPI_TOKEN_REJECTED',
    severity: 'stops',
    simulate,
    spoil: async (scene) => {
      const other = await startSimulator({ size: 1, seed: 2, iflows: 5 });
      scene.later(() => other.close());
      oauth((key) => Object.assign(key, { url: other.origin }))(scene);
    },
    evidence: { status: 401, binding: 'cpi-api' },
  },
  {
    fault: 'integration flows that an access policy hides',
    code: 'CPI_ACCESS_POLICY',
    severity: 'warns',
    simulate: {
      ...simulate,
      intercept: async ({ path }, carryOut) =>
        path.includes('/IntegrationDesigntimeArtifacts(')
          ? new Response('Access denied by access policy', { status: 403 })
          : carryOut(),
    },
    evidence: { status: 403, artifacts: expect.stringContaining(', ') },
  },
  {
    fault: 'a key of the plan that may only call integration flows',
    code: 'CPI_ROLE_MISSING',
    severity: 'warns',
    simulate,
    spoil: ({ integration }) => integration && Object.assign(integration, { plan: 'integration-flow' }),
    evidence: { binding: 'cpi-api', plan: 'integration-flow' },
  },
  {
    fault: 'a status that Cloud Integration does not have',
    code: 'CPI_STATUS_VOCAB',
    severity: 'stops',
    simulate,
    config:
      'flows:\n  iflows:\n    mapping:\n      alias: { from: Status, values: { Stopped: off, Started: on } }\n',
    evidence: { flow: 'iflows', at: 'mapping.alias.values.Stopped' },
  },
  {
    fault: 'the flow iflows without a key',
    code: 'CFG_BINDING_MISSING',
    severity: 'stops',
    config: 'flows:\n  iflows: { workspace: leanix }\nconnections:\n  leanix: { binding: leanix }\n',
    evidence: { service: 'SAP Cloud Integration' },
  },
];
