// Finds the bound services in VCAP_SERVICES, VCAP_SERVICES_FILE_PATH or default-env.json and hands each to
// its connector's parser. Secrets stay inside what is returned.
import { type CloudAlmBinding, parseCloudAlmBinding } from '../connectors/cloud-alm/binding.ts';
import { type LeanIxBinding, parseLeanIxBinding } from '../connectors/leanix/binding.ts';
import { LandbridgeError } from '../errors.ts';
import { bindFile, hasBoundServices } from './environment.ts';

export interface Bindings {
  cloudAlm: readonly CloudAlmBinding[];
  leanIx: LeanIxBinding;
}

/** Both names of the service (cloud-alm-api 1.1), and what people call a user-provided one. */
const cloudAlmNames = /^SAPCloudALMAPIs$|^sap-cloud-alm-api$|calm|cloud-?alm/i;
const leanIxNames = /leanix/i;

interface FoundService {
  name: string;
  label?: string;
  tags?: readonly string[];
  credentials?: Readonly<Record<string, unknown>>;
}

/**
 * @param file bindings that take the place of the environment's
 * @throws CFG_BINDINGS_UNREADABLE, CFG_BINDING_MISSING, CFG_BINDING_AMBIGUOUS, CFG_BINDING_INCOMPLETE, CFG_PLAIN_HTTP
 */
export async function readBindings(file?: string): Promise<Bindings> {
  if (file !== undefined) await bindFile(file);
  const { filterServices, loadEnv } = await import('@sap/xsenv');
  if (!hasBoundServices()) unquoted('default-env.json', () => loadEnv());

  const isCloudAlm = (service: FoundService) =>
    hasMember(service, 'endpoints') || isCalled(service, cloudAlmNames);
  const isLeanIx = (service: FoundService) =>
    hasMember(service, 'apiToken') || isCalled(service, leanIxNames);
  const find = (predicate: (service: FoundService) => boolean) =>
    unquoted('environment', (): FoundService[] => filterServices(predicate));
  const cloudAlm = find((service) => isCloudAlm(service) && !isLeanIx(service));
  const leanIx = find(isLeanIx);
  const [workspace, ...more] = leanIx;
  if (cloudAlm.length === 0) {
    throw new LandbridgeError('CFG_BINDING_MISSING', { service: 'SAP Cloud ALM API' });
  }
  if (workspace === undefined) {
    throw new LandbridgeError('CFG_BINDING_MISSING', {
      service: 'SAP LeanIX (user-provided: host, apiToken)',
    });
  }
  if (more.length > 0) {
    const names = leanIx.map(({ name }) => name).join(', ');
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: 'SAP LeanIX', bindings: names });
  }
  const parsed = cloudAlm.map(({ name, credentials }) => parseCloudAlmBinding(name, credentials));
  const tenants = parsed.map(({ tenant }) => tenant);
  if (new Set(tenants).size < tenants.length) {
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', {
      service: 'SAP Cloud ALM API',
      tenants: tenants.join(', '),
    });
  }
  return { cloudAlm: parsed, leanIx: parseLeanIxBinding(workspace.name, workspace.credentials) };
}

/** What xsenv throws may quote the text it could not read. */
function unquoted<Result>(source: string, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { source });
  }
}

function isCalled({ name, label, tags = [] }: FoundService, names: RegExp): boolean {
  return [name, label ?? '', ...tags].some((text) => names.test(text));
}

function hasMember({ credentials = {} }: FoundService, member: string): boolean {
  return member in credentials;
}
