// Finds the bound services in VCAP_SERVICES, VCAP_SERVICES_FILE_PATH or default-env.json and hands each to
// its connector's parser. Secrets stay inside what is returned.
import { type CloudAlmBinding, parseCloudAlmBinding } from '../connectors/cloud-alm/binding.ts';
import { type LeanIxBinding, parseLeanIxBinding } from '../connectors/leanix/binding.ts';
import { LandbridgeError } from '../errors.ts';
import { bindFile, boundServiceNames, hasBoundServices } from './environment.ts';

export interface Bindings {
  cloudAlm: readonly CloudAlmBinding[];
  leanIx: LeanIxBinding;
}

/** Both names of the service (cloud-alm-api 1.1), and what people call a user-provided one. */
const cloudAlmNames = /^SAPCloudALMAPIs$|^sap-cloud-alm-api$|calm|cloud-?alm/i;
const leanIxNames = /leanix/i;

/** Names of the bindings that a configuration chose; absent: whatever fits. */
export interface ChosenBindings {
  sources?: readonly string[] | undefined;
  workspace?: string | undefined;
}

interface FoundService {
  name: string;
  label?: string;
  tags?: readonly string[] | null;
  credentials?: Readonly<Record<string, unknown>> | null;
}

/**
 * @param file bindings that take the place of the environment's
 * @throws CFG_BINDINGS_UNREADABLE, CFG_BINDING_MISSING, CFG_BINDING_AMBIGUOUS, CFG_BINDING_INCOMPLETE, CFG_PLAIN_HTTP
 */
export async function readBindings(file?: string, chosen: ChosenBindings = {}): Promise<Bindings> {
  const { cloudAlm, leanIx } = await findServices(file, chosen);
  const [workspace, ...more] = leanIx;
  if (more.length > 0) {
    const names = leanIx.map(({ name }) => name).join(', ');
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: 'SAP LeanIX', bindings: names });
  }
  return { cloudAlm: parseSources(cloudAlm), leanIx: parseWorkspace(workspace) };
}

export interface AllBindings {
  cloudAlm: readonly CloudAlmBinding[];
  /** In the order of their names. */
  leanIx: readonly [LeanIxBinding, ...LeanIxBinding[]];
}

/**
 * Everything bound, for whoever has not chosen yet.
 * @throws what readBindings throws, but takes several workspaces
 */
export async function readAllBindings(file?: string): Promise<AllBindings> {
  const { cloudAlm, leanIx } = await findServices(file, {});
  const [first, ...others] = leanIx;
  return {
    cloudAlm: parseSources(cloudAlm),
    leanIx: [parseWorkspace(first), ...others.map(parseWorkspace)],
  };
}

interface FoundServices {
  cloudAlm: readonly FoundService[];
  /** In the order of their names. */
  leanIx: readonly [FoundService, ...FoundService[]];
}

/** At least one of each system. */
async function findServices(file: string | undefined, chosen: ChosenBindings): Promise<FoundServices> {
  if (file !== undefined) await bindFile(file);
  const { filterServices, loadEnv } = await import('@sap/xsenv');
  if (!hasBoundServices()) unquoted('default-env.json', () => loadEnv());
  const names = await boundServiceNames();
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: twice });

  const isCloudAlm = (service: FoundService) => hasApiEndpoint(service) || isCalled(service, cloudAlmNames);
  const isLeanIx = (service: FoundService) => hasApiToken(service) || isCalled(service, leanIxNames);
  const find = (predicate: (service: FoundService) => boolean) =>
    unquoted('environment', (): FoundService[] => filterServices(predicate));
  const cloudAlm =
    chosen.sources === undefined
      ? find((service) => isCloudAlm(service) && !isLeanIx(service))
      : chosen.sources.flatMap((name) => findNamed(find, name));
  const leanIx = chosen.workspace === undefined ? find(isLeanIx) : findNamed(find, chosen.workspace);
  const [workspace, ...more] = leanIx.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  if (cloudAlm.length === 0) {
    throw new LandbridgeError('CFG_BINDING_MISSING', { service: 'SAP Cloud ALM API' });
  }
  if (workspace === undefined) {
    throw new LandbridgeError('CFG_BINDING_MISSING', {
      service: 'SAP LeanIX (user-provided: host, apiToken)',
    });
  }
  return { cloudAlm, leanIx: [workspace, ...more] };
}

/** @throws CFG_BINDING_AMBIGUOUS when two of them lead to one tenant */
function parseSources(services: readonly FoundService[]): CloudAlmBinding[] {
  const parsed = services.map(({ name, credentials }) => parseCloudAlmBinding(name, credentials));
  const tenants = parsed.map(({ tenant }) => tenant);
  if (new Set(tenants).size < tenants.length) {
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', {
      service: 'SAP Cloud ALM API',
      tenants: tenants.join(', '),
    });
  }
  return parsed;
}

function parseWorkspace({ name, credentials }: FoundService): LeanIxBinding {
  return parseLeanIxBinding(name, credentials);
}

/** @throws CFG_BINDING_MISSING, naming what is bound */
function findNamed(find: (predicate: (service: FoundService) => boolean) => FoundService[], name: string) {
  const found = find((service) => service.name === name);
  if (found.length > 0) return found;
  const bound = find(() => true).map((service) => service.name);
  throw new LandbridgeError('CFG_BINDING_MISSING', { service: name, bound: bound.join(', ') });
}

/** What xsenv throws may quote the text it could not read. */
function unquoted<Result>(source: string, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { source });
  }
}

function isCalled({ name, label, tags }: FoundService, names: RegExp): boolean {
  return [name, label ?? '', ...(tags ?? [])].some((text) => names.test(text));
}

/** Other services have endpoints too, but not of this name. */
function hasApiEndpoint({ credentials }: FoundService): boolean {
  const endpoints = credentials?.endpoints;
  return typeof endpoints === 'object' && endpoints !== null && 'Api' in endpoints;
}

function hasApiToken({ credentials }: FoundService): boolean {
  return credentials?.apiToken !== undefined;
}
