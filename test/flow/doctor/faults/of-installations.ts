// Faults of the installation itself.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openStore } from '../../../../shared/platform/open-store.ts';
import { createRun } from '../../../../shared/steps/run.ts';
import type { Fault } from './fault.ts';

export const installationFaults: readonly Fault[] = [
  {
    fault: 'LeanIX is not bound',
    code: 'CFG_BINDING_MISSING',
    severity: 'stops',
    spoil: ({ services }) => services['user-provided'].splice(0),
    evidence: { service: 'SAP LeanIX', bound: 'calm-api (SAP Cloud ALM)' },
  },
  {
    fault: 'Cloud ALM is not bound',
    code: 'CFG_BINDING_MISSING',
    severity: 'stops',
    spoil: ({ services }) => services.SAPCloudALMAPIs.splice(0),
    evidence: { service: 'SAP Cloud ALM', bound: 'leanix (SAP LeanIX)' },
  },
  {
    fault: 'a workspace that the configuration names and nobody bound',
    code: 'CFG_BINDING_MISSING',
    severity: 'stops',
    config: 'connections:\n  lx: { binding: leanix-prod }\nflows:\n  landscape: { workspace: lx }\n',
    evidence: {
      service: 'leanix-prod',
      flow: 'landscape',
      bound: expect.stringContaining('leanix (SAP LeanIX)'),
    },
  },
  {
    fault: 'a source that the configuration names and nobody bound',
    code: 'CFG_BINDING_MISSING',
    severity: 'stops',
    config: 'connections:\n  calm: { binding: calm-prod }\nflows:\n  landscape: { source: calm }\n',
    evidence: { service: 'calm-prod', flow: 'landscape' },
  },
  {
    fault: 'a workspace that is a tenant of Cloud ALM',
    code: 'CFG_BINDING_INCOMPLETE',
    severity: 'stops',
    spoil: ({ services, calm }) => services.SAPCloudALMAPIs.push({ ...calm, name: 'mistaken' }),
    config:
      'connections:\n  lx: { binding: mistaken }\n  calm: { binding: calm-api }\nflows:\n  landscape: { workspace: lx, source: calm }\n',
    evidence: { binding: 'mistaken', missing: expect.stringContaining('apiToken') },
  },
  {
    fault: 'two keys of one tenant',
    code: 'CFG_BINDING_AMBIGUOUS',
    severity: 'stops',
    spoil: ({ services, calm }) => services.SAPCloudALMAPIs.push({ ...calm, name: 'calm-new' }),
    evidence: { tenants: 'example-calm, example-calm' },
  },
  {
    fault: 'a file of bindings that is not there',
    code: 'CFG_BINDINGS_UNREADABLE',
    severity: 'stops',
    options: { bindings: 'nothing/bindings.json' },
    evidence: { file: 'nothing/bindings.json', reason: 'not readable' },
  },
  {
    fault: 'a file that holds no bindings, also where one connection is asked for',
    code: 'CFG_BINDINGS_UNREADABLE',
    severity: 'stops',
    options: { bindings: 'README.md', connection: 'calm-api' },
    evidence: { file: 'README.md', reason: 'not JSON' },
  },
  {
    fault: 'two bindings of one name',
    code: 'CFG_BINDING_AMBIGUOUS',
    severity: 'stops',
    spoil: ({ services, leanIx }) => services['user-provided'].push(leanIx),
    evidence: { service: 'leanix' },
  },
  {
    fault: 'two workspaces of which none was chosen',
    code: 'CFG_BINDING_AMBIGUOUS',
    severity: 'stops',
    spoil: ({ services, leanIx }) => services['user-provided'].push({ ...leanIx, name: 'leanix-2' }),
    evidence: { bindings: 'leanix, leanix-2', flows: 'landscape' },
  },
  {
    fault: 'a state that is no store',
    code: 'STORE_UNREADABLE',
    severity: 'stops',
    spoil: ({ folder }) => writeFile(join(folder, 'state.sqlite'), 'no database, but a text of some length'),
    evidence: { file: expect.stringMatching(/state\.sqlite$/) },
  },
  {
    fault: 'a configuration with a mistake',
    code: 'CFG_FILE_INVALID',
    severity: 'stops',
    config: 'flows:\n  landscape:\n    maping: {}\n',
    evidence: { mistakes: 1, '1': expect.stringMatching(/landbridge\.yaml:3:5: .*maping/) },
  },
  {
    fault: 'a store that goes with its container',
    code: 'CFG_EPHEMERAL',
    severity: 'warns',
    spoil: ({ setEnvironment }) => setEnvironment('VCAP_APPLICATION', '{"name":"landbridge"}'),
    evidence: { state: expect.any(String) },
  },
  {
    fault: 'settings that are too large for a variable',
    code: 'CFG_ENV_TOO_BIG',
    severity: 'warns',
    spoil: ({ setEnvironment }) => setEnvironment('APP_SETTINGS', 'x'.repeat(130 * 1024 + 1)),
    evidence: { variable: 'APP_SETTINGS', bytes: 133_121 },
  },
  {
    fault: 'a month in which nearly all of the fair use was read',
    code: 'CALM_FAIR_USE',
    severity: 'warns',
    spoil: async ({ folder }) => {
      const store = await openStore(join(folder, 'state.sqlite'));
      await createRun(store, {
        id: 'run-1',
        flow: 'landscape',
        kind: 'sync',
        state: 'done',
        step: 'report',
        startedAt: new Date().toISOString(),
        retentionMs: 86_400_000,
        pulls: {},
        requests: {
          'cloud-alm': { requests: 9000, bytes: 22 * 1024 ** 3 },
          leanix: { requests: 1, bytes: 1 },
        },
      });
      await store.close();
    },
    evidence: { readThisMonth: '22.0 GB', limit: '24 GB', percent: 92 },
  },
];
