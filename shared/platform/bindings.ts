// Finds the bound services in VCAP_SERVICES, VCAP_SERVICES_FILE_PATH or default-env.json and hands each to
// its connector's parser. Secrets stay inside what is returned.
import {
  type CloudAlmBinding,
  looksLikeCloudAlm,
  parseCloudAlmBinding,
} from '../connectors/cloud-alm/binding.ts';
import {
  type CloudIntegrationBinding,
  parseCloudIntegrationBinding,
} from '../connectors/cloud-integration/binding.ts';
import { type LeanIxBinding, looksLikeLeanIx, parseLeanIxBinding } from '../connectors/leanix/binding.ts';
import type { SourceSystem } from '../core/model.ts';
import { LandbridgeError } from '../errors.ts';
import { type BoundService, type FindServices, loadBoundServices } from './bound-services.ts';
import { isJobScheduling } from './open-job-scheduling.ts';
import { isPostgresql } from './postgresql-binding.ts';
import { isXsuaa } from './xsuaa-binding.ts';

export type SourceBinding = CloudAlmBinding | CloudIntegrationBinding;

/** What the tokens of a source are asked with, and sealed under. */
export function secretOf({ credential }: SourceBinding): string {
  return credential.kind === 'secret' ? credential.clientSecret : credential.privateKey;
}

export interface Bindings {
  /** Of the one system that was asked for. */
  sources: readonly SourceBinding[];
  leanIx: LeanIxBinding;
}

interface SourceService {
  /** What it is called where it is missing. */
  title: string;
  /** Its name, label or tags, where its credentials do not tell what it is. */
  names: RegExp;
  isLike(service: BoundService): boolean;
  parse(name: string, credentials: unknown): SourceBinding;
}

const sourceServices: Readonly<Record<SourceSystem, SourceService>> = {
  'cloud-alm': {
    title: 'SAP Cloud ALM API',
    // Both names of the service (cloud-alm-api 1.1), and what people call a user-provided one.
    names: /^SAPCloudALMAPIs$|^sap-cloud-alm-api$|calm|cloud-?alm/i,
    isLike: ({ credentials }) => looksLikeCloudAlm(credentials),
    parse: parseCloudAlmBinding,
  },
  'cloud-integration': {
    title: 'SAP Process Integration Runtime (it-rt), plan api',
    names: /^it-rt$|cpi|cloud-?integration|integration-?suite/i,
    isLike: hasOauthKey,
    parse: parseCloudIntegrationBinding,
  },
};

const leanIxNames = /leanix/i;

/** Names of the bindings that a configuration chose; absent: whatever fits. */
export interface ChosenBindings {
  sources?: readonly string[] | undefined;
  workspace?: string | undefined;
}

/**
 * @param system what the sources are
 * @param file bindings that take the place of the environment's
 * @throws CFG_BINDINGS_UNREADABLE, CFG_BINDING_MISSING, CFG_BINDING_AMBIGUOUS, CFG_BINDING_INCOMPLETE, CFG_PLAIN_HTTP
 */
export async function readBindings(
  system: SourceSystem,
  file?: string,
  chosen: ChosenBindings = {},
): Promise<Bindings> {
  const { sources, leanIx } = await findServices(system, file, chosen);
  const [workspace, ...more] = leanIx;
  if (more.length > 0) {
    const names = leanIx.map(({ name }) => name).join(', ');
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: 'SAP LeanIX', bindings: names });
  }
  return { sources: parseSources(system, sources), leanIx: parseWorkspace(workspace) };
}

export interface AllBindings {
  sources: readonly SourceBinding[];
  /** In the order of their names. */
  leanIx: readonly [LeanIxBinding, ...LeanIxBinding[]];
}

/**
 * Everything bound, for whoever has not chosen yet.
 * @throws what readBindings throws, but takes several workspaces
 */
export async function readAllBindings(system: SourceSystem, file?: string): Promise<AllBindings> {
  const found = await findServices(system, file, {});
  const [first, ...others] = found.leanIx;
  return {
    sources: parseSources(system, found.sources),
    leanIx: [parseWorkspace(first), ...others.map(parseWorkspace)],
  };
}

interface FoundServices {
  sources: readonly BoundService[];
  /** In the order of their names. */
  leanIx: readonly [BoundService, ...BoundService[]];
}

/** At least one of each system. */
async function findServices(
  system: SourceSystem,
  file: string | undefined,
  chosen: ChosenBindings,
): Promise<FoundServices> {
  const all = await loadBoundServices(file);
  const find: FindServices = (isMeant) => all((service) => !isOurOwn(service) && isMeant(service));
  const sources =
    chosen.sources === undefined
      ? find((service) => systemOf(service) === system)
      : chosen.sources.flatMap((name) => findNamed(find, name));
  const leanIx = chosen.workspace === undefined ? find(isLeanIx) : findNamed(find, chosen.workspace);
  const [workspace, ...more] = leanIx.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  if (sources.length === 0) {
    throw new LandbridgeError('CFG_BINDING_MISSING', { service: sourceServices[system].title });
  }
  if (workspace === undefined) {
    throw new LandbridgeError('CFG_BINDING_MISSING', {
      service: 'SAP LeanIX (user-provided: host, apiToken)',
    });
  }
  return { sources, leanIx: [workspace, ...more] };
}

export type System = SourceSystem | 'leanix';

export const systemTitles = {
  'cloud-alm': 'SAP Cloud ALM',
  leanix: 'SAP LeanIX',
  'cloud-integration': 'SAP Cloud Integration',
} as const satisfies Record<System, string>;

/** Which of the systems a service is of; undefined for others. */
export function kindOf(service: BoundService): System | undefined {
  if (isOurOwn(service)) return undefined;
  return isLeanIx(service) ? 'leanix' : systemOf(service);
}

const sourceSystems = ['cloud-alm', 'cloud-integration'] as const satisfies readonly SourceSystem[];

/** Which source a service is; its credentials tell more than its name. */
function systemOf(service: BoundService): SourceSystem | undefined {
  // Keys of this plan look the same, and may only call integration flows.
  if (isLeanIx(service) || service.plan === 'integration-flow') return undefined;
  return (
    systemLike(service) ?? sourceSystems.find((system) => isCalled(service, sourceServices[system].names))
  );
}

function systemLike(service: BoundService): SourceSystem | undefined {
  return sourceSystems.find((system) => sourceServices[system].isLike(service));
}

function isLeanIx(service: BoundService): boolean {
  if (looksLikeLeanIx(service.credentials)) return true;
  return isCalled(service, leanIxNames) && systemLike(service) === undefined;
}

/** @throws CFG_BINDING_AMBIGUOUS when two of them lead to one tenant */
function parseSources(system: SourceSystem, services: readonly BoundService[]): SourceBinding[] {
  const { title, parse } = sourceServices[system];
  const parsed = services.map(({ name, credentials }) => parse(name, credentials));
  const tenants = parsed.map(({ tenant }) => tenant);
  if (new Set(tenants).size < tenants.length) {
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: title, tenants: tenants.join(', ') });
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

function hasOauthKey({ credentials }: BoundService): boolean {
  const oauth = credentials?.oauth;
  return typeof oauth === 'object' && oauth !== null && 'clientid' in oauth;
}

/** However they are called, what checks our callers, calls us and keeps our state is none of the systems. */
function isOurOwn(service: BoundService): boolean {
  return isXsuaa(service) || isPostgresql(service) || isJobScheduling(service);
}
