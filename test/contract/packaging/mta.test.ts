import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { validateMta } from '../../../scripts/validate-mta.ts';
import { validateXsSecurity } from '../../../scripts/validate-xs-security.ts';

const security = readFileSync('xs-security.json', 'utf8');
const read = () => security.replace('landbridge-jobs', 'jobs');
const there = { pathExists: () => true, read };
const ours = readFileSync('mta.yaml', 'utf8');

const good = `
_schema-version: "3.3"
ID: example
version: 1.0.0
modules:
  - name: web
    type: nodejs
    path: gen/srv
    parameters: { command: node server.mjs, memory: 512M, health-check-type: http, health-check-http-endpoint: /health }
    build-parameters: { ignore: [node_modules/, default-env.json] }
    provides: [{ name: web-api }]
    requires: [{ name: uaa }]
  - name: task
    type: nodejs
    path: gen/srv
    parameters: { command: node cli.mjs, no-route: true }
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
  it('is valid, and its module answers by HTTP and says whether it is well', () => {
    const looked: string[] = [];
    const project = {
      pathExists: (path: string) => looked.push(path) > 0,
      read: (path: string) => readFileSync(path, 'utf8'),
    };
    expect(validateMta(ours, project)).toEqual([]);
    expect(new Set(looked)).toEqual(new Set(['gen/srv', './xs-security.json']));
    expect(parse(ours).modules).toMatchObject([
      {
        type: 'nodejs',
        parameters: { 'health-check-type': 'http', 'health-check-http-endpoint': '/health' },
        properties: { LANDBRIDGE_STATE: 'postgresql' },
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
      'type: nodejs\n    path: gen/srv\n    parameters: { command: node cli.mjs, no-route: true }\n    build-parameters: { ignore: [node_modules/, default-env.json] }\n    deployed',
      'deployed',
      ['modules.1.type: '],
    ],
    ['version: 1.0.0', 'version: one', ['version: ']],
    ['ID: example', 'ID: example\nID: twice', ['not YAML: ']],
    ['modules:', 'modules: [', ['not YAML: ']],
    ['memory: 512M', 'memory: half', ['web: memory is no size']],
    ['health-check-type: http,', 'health-check-type: htpp,', ['web: the health check htpp is not known']],
    [', health-check-http-endpoint: /health', '', ['web: an http health check needs']],
    [
      'no-route: true',
      'no-route: true, health-check-type: http, health-check-http-endpoint: /',
      ['task: nothing without'],
    ],
    ['{ command: node cli.mjs,', '{', ['task: no command']],
    ['provides:', 'properties: { A: { b: c } }\n    provides:', ['web: the property A becomes a variable']],
    [
      'provides:',
      `properties: { A: ${'b'.repeat(4097)} }\n    provides:`,
      ['web: the property A is too long'],
    ],
    ['    processed-after: [jobs]\n', '', ['uaa: must be processed after jobs']],
    [
      '- name: jobs\n',
      '- name: timer\n',
      ['xs-security.json: grants to the instance jobs, which is not there'],
    ],
  ])('finds %j changed to %j', (from, to, faults) => {
    expect(good).toContain(from);
    const found = validateMta(good.replace(from, to), there);
    for (const fault of faults) expect(found).toContainEqual(expect.stringContaining(fault));
    expect(found).not.toEqual([]);
  });

  it('finds a path that is not there', () => {
    const found = validateMta(good, { ...there, pathExists: (path) => path === 'gen/srv' });
    expect(found).toEqual(['uaa: the path xs-security.json does not exist']);
  });
});

describe('the check of xs-security.json', () => {
  it('finds nothing in ours, and the instance it grants to', () => {
    expect(validateXsSecurity(security)).toEqual({ faults: [], instances: ['landbridge-jobs'] });
  });

  it.each([
    ['{\n', '', ['the file: ']],
    [
      '"$XSAPPNAME.View", "desc',
      '"$XSAPPNAME.Veiw", "desc',
      [
        'the scope $XSAPPNAME.View is not there',
        'the scope View, which routes ask for',
        'no route asks for the scope $XSAPPNAME.Veiw',
      ],
    ],
    ['"$XSAPPNAME.Run", "desc', '"Run", "desc', ['scopes.2.name: ']],
    ['"$XSAPPNAME.Run", "desc', '"$XSAPPNAME.View", "desc', ['the scope $XSAPPNAME.View is there twice']],
    ['"$XSAPPNAME.Viewer"', '"$XSAPPNAME.Spectator"', ['Landbridge Viewer: the role $XSAPPNAME.Spectator']],
    ['"name": "Reviewer"', '"name": "Viewer"', ['the role template Viewer is there twice']],
    [
      '"Landbridge Reviewer"',
      '"Landbridge Viewer"',
      ['the role collection Landbridge Viewer is there twice'],
    ],
    ['["$XSAPPNAME.Webhook"]', '[]', ['nobody can get the scope $XSAPPNAME.Webhook']],
    ['["$XSAPPNAME.Webhook"]', '["$XSAPPNAME.Webhok"]', ['the scope $XSAPPNAME.Webhok is not there']],
    ['$XSSERVICENAME(landbridge-jobs)', '$XSAPPNAME(application,x)', ['names no service instance']],
    ['"token-validity": 3600', '"token-validity": 999999', ['oauth2-configuration.token-validity: ']],
    ['"tenant-mode"', '"client-secret": "abc", "tenant-mode"', ['the file: ']],
    ['"See runs,', '"LXT_abcdef', ['scopes.0.description looks like a secret']],
  ])('finds %j changed to %j', (from, to, faults) => {
    expect(security).toContain(from);
    const found = validateXsSecurity(security.replace(from, to)).faults;
    for (const fault of faults) expect(found).toContainEqual(expect.stringContaining(fault));
    expect(found).not.toEqual([]);
  });
});
