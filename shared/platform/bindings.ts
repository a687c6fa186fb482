// Finds the bound services in VCAP_SERVICES, VCAP_SERVICES_FILE_PATH or default-env.json and hands each to
// its connector's parser. Secrets stay inside what is returned.
import { type CloudAlmBinding, parseCloudAlmBinding } from '../connectors/cloud-alm/binding.ts';
import { type LeanIxBinding, parseLeanIxBinding } from '../connectors/leanix/binding.ts';
import { LandbridgeError } from '../errors.ts';
import { type BoundService, type FindServices, loadBoundServices } from './bound-services.ts';
import { isXsuaa } from './xsuaa-binding.ts';

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
  cloudAlm: readonly BoundService[];
  /** In the order of their names. */
  leanIx: readonly [BoundService, ...BoundService[]];
}

/** At least one of each system. */
async function findServices(file: string | undefined, chosen: ChosenBindings): Promise<FoundServices> {
  const all = await loadBoundServices(file);
  // However it is called, what checks our callers is none of the systems.
  const find: FindServices = (isMeant) => all((service) => !isXsuaa(service) && isMeant(service));
  const isCloudAlm = (service: BoundService) => hasApiEndpoint(service) || isCalled(service, cloudAlmNames);
  const isLeanIx = (service: BoundService) => hasApiToken(service) || isCalled(service, leanIxNames);
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
function parseSources(services: readonly BoundService[]): CloudAlmBinding[] {
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

function parseWorkspace({ name, credentials }: BoundService): LeanIxBinding {
  return parseLeanIxBinding(name, credentials);
}

/** @throws CFG_BINDING_MISSING, naming what is bound */
function findNamed(find: FindServices, name: string): BoundService[] {
  const found = find((service) => service.name === name);
  if (found.length > 0) return found;
  const bound = find(() => true).map((service) => service.name);
  throw new LandbridgeError('CFG_BINDING_MISSING', { service: name, bound: bound.join(', ') });
}

function isCalled({ name, label, tags }: BoundService, names: RegExp): boolean {
  return [name, label ?? '', ...(tags ?? [])].some((text) => names.test(text));
}

/** Other services have endpoints too, but not of this name. */
function hasApiEndpoint({ credentials }: BoundService): boolean {
  const endpoints = credentials?.endpoints;
  return typeof endpoints === 'object' && endpoints !== null && 'Api' in endpoints;
}

function hasApiToken({ credentials }: BoundService): boolean {
  return credentials?.apiToken !== undefined;
}
