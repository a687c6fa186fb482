// Checks mta.yaml offline, because the tools of SAP that do so cannot be installed everywhere: shape, names
// that resolve, services that exist, no secret in the file; and with it xs-security.json. What the deploy service
// accepts beyond that only a deployment shows.
import { existsSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { findSecrets } from './find-secrets.ts';
import { validateXsSecurity } from './validate-xs-security.ts';

const Named = z.looseObject({ name: z.string().check(z.minLength(1)) });
const Parameters = z.record(z.string(), z.unknown());

const Module = z.looseObject({
  name: z.string().check(z.regex(/^[A-Za-z0-9_.-]+$/)),
  type: z.string(),
  path: z.optional(z.string()),
  parameters: z.optional(Parameters),
  'build-parameters': z.optional(z.looseObject({ ignore: z.optional(z.array(z.string())) })),
  provides: z.optional(z.array(Named)),
  requires: z.optional(z.array(Named)),
  properties: z.optional(Parameters),
  'deployed-after': z.optional(z.array(z.string())),
});

const Resource = z.looseObject({
  name: z.string().check(z.regex(/^[A-Za-z0-9_.-]+$/)),
  type: z.optional(z.string()),
  parameters: z.optional(Parameters),
  requires: z.optional(z.array(Named)),
  optional: z.optional(z.boolean()),
  'processed-after': z.optional(z.array(z.string())),
});

const Mta = z.looseObject({
  '_schema-version': z.string().check(z.regex(/^3\.\d+(\.\d+)?$/)),
  ID: z.string().check(z.regex(/^[A-Za-z0-9_.-]+$/)),
  version: z.string().check(z.regex(/^\d+\.\d+\.\d+/)),
  modules: z.array(Module).check(z.minLength(1)),
  resources: z._default(z.array(Resource), []),
});
type Mta = z.infer<typeof Mta>;

/** Plans by service, as in SAP's service metadata (SAP-samples/btp-service-metadata). */
const plans: Readonly<Record<string, readonly string[]>> = {
  jobscheduler: ['free', 'standard'],
  'postgresql-db': ['free', 'trial', 'standard', 'premium'],
  'redis-cache': ['free', 'trial', 'standard', 'premium'],
  xsuaa: ['application', 'broker', 'space', 'apiaccess'],
};

/** What must never travel with a module: the secrets of a laptop, and packages of another system. */
const neverShipped = ['node_modules/', 'default-env.json'];

export interface Project {
  pathExists(path: string): boolean;
  /** The text of a file of the project. */
  read(path: string): string;
}

/** @returns what is wrong, one line each. */
export function validateMta(text: string, { pathExists, read }: Project): string[] {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0)
    return document.errors.map(({ message }) => `not YAML: ${firstLine(message)}`);
  const parsed = Mta.safeParse(document.toJS());
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  }
  const mta = parsed.data;
  return [
    ...findNameFaults(mta),
    ...mta.modules.flatMap((module) => findModuleFaults(module, pathExists)),
    ...mta.resources.flatMap((resource) => findServiceFaults(resource, pathExists)),
    ...mta.resources.flatMap((resource) => findSecurityFaults(resource, mta, { pathExists, read })),
    ...findSecrets(document.toJS(), ''),
  ];
}

/** Of an XSUAA that is described by a file of the project. */
function findSecurityFaults(
  { name, parameters = {}, 'processed-after': after = [] }: Mta['resources'][number],
  { resources }: Mta,
  { pathExists, read }: Project,
): string[] {
  const { service, path } = parameters;
  if (service !== 'xsuaa' || typeof path !== 'string' || !pathExists(path)) return [];
  const { faults, instances } = validateXsSecurity(read(path));
  return [
    ...faults.map((fault) => `${path}: ${fault}`),
    ...instances.flatMap((instance) => {
      const named = resources.find((resource) => instanceOf(resource) === instance);
      if (named === undefined) return [`${path}: grants to the instance ${instance}, which is not there`];
      return after.includes(named.name)
        ? []
        : [`${name}: must be processed after ${named.name}, to which ${path} grants a scope`];
    }),
  ];
}

function instanceOf({ name, parameters = {} }: Mta['resources'][number]): unknown {
  return parameters['service-name'] ?? name;
}

function findNameFaults({ modules, resources }: Mta): string[] {
  const provided = modules.flatMap(({ provides = [] }) => provides.map(({ name }) => name));
  const moduleNames = modules.map(({ name }) => name);
  const resourceNames = resources.map(({ name }) => name);
  const all = [...moduleNames, ...provided, ...resourceNames];
  const unknown = (what: string, wanted: readonly string[], known: readonly string[]) =>
    wanted.filter((name) => !known.includes(name)).map((name) => `${what} ${name}, which is not there`);
  return [
    ...all
      .filter((name, index) => all.indexOf(name) !== index)
      .map((name) => `the name ${name} is used twice`),
    ...[...modules, ...resources].flatMap(({ name, requires = [] }) =>
      unknown(
        `${name} requires`,
        requires.map((required) => required.name),
        all,
      ),
    ),
    ...modules.flatMap((module) =>
      unknown(`${module.name} is deployed after`, module['deployed-after'] ?? [], moduleNames),
    ),
    ...resources.flatMap((resource) =>
      unknown(`${resource.name} is processed after`, resource['processed-after'] ?? [], resourceNames),
    ),
  ];
}

function findModuleFaults(module: Mta['modules'][number], pathExists: (path: string) => boolean): string[] {
  const { name, path } = module;
  const ignored = module['build-parameters']?.ignore ?? [];
  return [
    ...(path === undefined || pathExists(path) ? [] : [`${name}: the path ${path} does not exist`]),
    ...neverShipped
      .filter((entry) => !ignored.includes(entry))
      .map((entry) => `${name}: build-parameters.ignore lacks ${entry}`),
    ...findRuntimeFaults(module),
  ];
}

const sizes: Readonly<Record<string, RegExp>> = { memory: /^\d+[MG]B?$/, 'disk-quota': /^\d+[MG]B?$/ };
const checks: ReadonlySet<unknown> = new Set(['http', 'port', 'process', undefined]);

/** All variables of a function of AWS Lambda together: what fits there fits everywhere. */
const mostBytesOfProperty = 4_096;

/** What Cloud Foundry is told of how to run it. */
function findRuntimeFaults({ name, parameters = {}, properties = {} }: Mta['modules'][number]): string[] {
  const { 'health-check-type': check, 'health-check-http-endpoint': endpoint, command } = parameters;
  const hasRoute = parameters['no-route'] !== true;
  return [
    ...Object.entries(sizes)
      .filter(([key, size]) => key in parameters && !size.test(String(parameters[key])))
      .map(([key]) => `${name}: ${key} is no size`),
    ...(checks.has(check) ? [] : [`${name}: the health check ${String(check)} is not known`]),
    ...(check === 'http' && !(typeof endpoint === 'string' && endpoint.startsWith('/'))
      ? [`${name}: an http health check needs health-check-http-endpoint`]
      : []),
    ...(check === 'http' && !hasRoute
      ? [`${name}: nothing without a route answers an http health check`]
      : []),
    ...(typeof command === 'string' ? [] : [`${name}: no command`]),
    ...Object.entries(properties)
      .filter(([, value]) => typeof value === 'object')
      .map(([key]) => `${name}: the property ${key} becomes a variable, which is a text`),
    ...Object.entries(properties)
      .filter(([, value]) => typeof value === 'string' && Buffer.byteLength(value) > mostBytesOfProperty)
      .map(([key]) => `${name}: the property ${key} is too long for a variable; put it into the package`),
  ];
}

function findServiceFaults(
  resource: Mta['resources'][number],
  pathExists: (path: string) => boolean,
): string[] {
  const { name, type, parameters = {} } = resource;
  const { service, 'service-plan': plan, path, config } = parameters;
  const missingPath =
    typeof path === 'string' && !pathExists(path) ? [`${name}: the path ${path} does not exist`] : [];
  if (type === 'org.cloudfoundry.user-provided-service') {
    return [`${name}: a user-provided service would keep its credentials here; use an existing service`];
  }
  if (type === 'org.cloudfoundry.existing-service') {
    return config === undefined ? [] : [`${name}: an existing service takes no config`];
  }
  if (type !== 'org.cloudfoundry.managed-service')
    return [`${name}: the type ${type} is not known`, ...missingPath];
  if (typeof service !== 'string' || typeof plan !== 'string') {
    return [`${name}: a managed service needs service and service-plan`, ...missingPath];
  }
  const known = plans[service];
  if (known === undefined) return [`${name}: the service ${service} is not known`, ...missingPath];
  return known.includes(plan) ? missingPath : [`${name}: ${service} has no plan ${plan}`, ...missingPath];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

if (import.meta.main) {
  const read = (path: string) => readFileSync(path, 'utf8');
  const faults = validateMta(read('mta.yaml'), { pathExists: existsSync, read });
  console.log(faults.length === 0 ? 'mta.yaml is valid' : faults.join('\n'));
  process.exitCode = faults.length === 0 ? 0 : 1;
}
