import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { validateMta } from '../../../scripts/validate-mta.ts';

const there = { pathExists: () => true };
const ours = readFileSync('mta.yaml', 'utf8');

const good = `
_schema-version: "3.3"
ID: example
version: 1.0.0
modules:
  - name: web
    type: nodejs
    path: gen/srv
    build-parameters: { ignore: [node_modules/, default-env.json] }
    provides: [{ name: web-api }]
    requires: [{ name: uaa }]
  - name: task
    type: nodejs
    path: gen/srv
    build-parameters: { ignore: [node_modules/, default-env.json] }
    deployed-after: [web]
    requires: [{ name: web-api }, { name: calm-api }]
resources:
  - name: uaa
    type: org.cloudfoundry.managed-service
    parameters: { service: xsuaa, service-plan: application, path: xs-security.json }
    processed-after: [jobs]
  - name: jobs
    type: org.cloudfoundry.managed-service
    parameters: { service: jobscheduler, service-plan: standard, config: { credential-type: x509 } }
  - name: calm-api
    type: org.cloudfoundry.existing-service
    parameters: { service-name: calm-api }
`;

describe('mta.yaml', () => {
  it('is valid and its module is a task: no route, not started', () => {
    const looked: string[] = [];
    expect(validateMta(ours, { pathExists: (path) => looked.push(path) > 0 })).toEqual([]);
    expect(looked).toEqual(['gen/srv']);
    expect(parse(ours).modules).toMatchObject([
      {
        type: 'nodejs',
        parameters: { 'no-route': true, 'no-start': true, 'health-check-type': 'process' },
        requires: [{ name: 'calm-api' }, { name: 'leanix-api' }],
      },
    ]);
  });

  it('has the version of package.json', () => {
    expect(parse(ours).version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });
});

describe('the check of mta.yaml', () => {
  it('finds nothing in a good file', () => {
    expect(validateMta(good, there)).toEqual([]);
  });

  it.each([
    [
      'name: web-api }]\n    requires',
      'name: uaa }]\n    requires',
      ['the name uaa is used twice', 'task requires web-api'],
    ],
    ['requires: [{ name: uaa }]', 'requires: [{ name: uua }]', ['web requires uua, which is not there']],
    ['deployed-after: [web]', 'deployed-after: [wbe]', ['task is deployed after wbe']],
    ['processed-after: [jobs]', 'processed-after: [web]', ['uaa is processed after web']],
    ['service-plan: application', 'service-plan: aplication', ['uaa: xsuaa has no plan aplication']],
    ['service: jobscheduler, ', '', ['jobs: a managed service needs service and service-plan']],
    ['service: jobscheduler', 'service: jobsheduler', ['jobs: the service jobsheduler is not known']],
    [
      '{ credential-type: x509 }',
      '{ clientsecret: abc }',
      ['resources.1.parameters.config.clientsecret looks like'],
    ],
    ['{ credential-type: x509 }', '{ note: LXT_abc }', ['resources.1.parameters.config.note looks like']],
    ['service-name: calm-api', 'config: { host: x }', ['calm-api: an existing service takes no config']],
    [
      'org.cloudfoundry.existing-service',
      'org.cloudfoundry.user-provided-service',
      ['calm-api: a user-provided'],
    ],
    ['org.cloudfoundry.existing-service', 'org.cloudfoundry.exising-service', ['calm-api: the type']],
    [
      '[node_modules/, default-env.json] }\n    provides',
      '[] }\n    provides',
      ['web: build-parameters.ignore lacks node', 'web: build-parameters.ignore lacks default'],
    ],
    [
      'type: nodejs\n    path: gen/srv\n    build-parameters: { ignore: [node_modules/, default-env.json] }\n    deployed',
      'deployed',
      ['modules.1.type: '],
    ],
    ['version: 1.0.0', 'version: one', ['version: ']],
    ['ID: example', 'ID: example\nID: twice', ['not YAML: ']],
    ['modules:', 'modules: [', ['not YAML: ']],
  ])('finds %j changed to %j', (from, to, faults) => {
    expect(good).toContain(from);
    const found = validateMta(good.replace(from, to), there);
    for (const fault of faults) expect(found).toContainEqual(expect.stringContaining(fault));
    expect(found).not.toEqual([]);
  });

  it('finds a path that is not there', () => {
    const found = validateMta(good, { pathExists: (path) => path === 'gen/srv' });
    expect(found).toEqual(['uaa: the path xs-security.json does not exist']);
  });
});
