// A small world whose Cloud Integration tenant holds what a test says, and the interfaces that came of it.

import type { Choice } from '../../shared/core/plan/narrow.ts';
import type {
  DesignArtifact,
  IntegrationTenant,
  RuntimeArtifact,
} from '../../simulator/cloud-integration/tenant.ts';
import { dayMs, type Night, openWorld, type World, type WorldOptions } from './world.ts';

export interface Interface {
  id: string;
  name: string;
  rev: number;
  category: string | null;
  description: string;
  release: string | null;
  externalId: string | null;
  tags: string[];
  lifecycle: string[];
}

export interface IFlowWorld extends World {
  tenant: IntegrationTenant;
  /** One run of the flow, a day after the last. */
  sync(options?: { flow?: string; config?: string; choice?: Choice }): Promise<Night>;
  interfaces(): Promise<Interface[]>;
  interfaceOf(id: string): Promise<Interface>;
}

const cpiKey = (id: string): string => `cpi:example-cpi:${id}`;
const packageId = 'Orders';
/** 2026-02-01 */
const deployedOn = Date.UTC(2026, 1, 1);

/** One package `Orders`, and in it one flow for each id, started. */
export async function openIFlows(ids: readonly string[], options: WorldOptions = {}): Promise<IFlowWorld> {
  const world = await openWorld({ iflows: 1, packages: 1, ...options });
  const { integration: tenant } = world.simulator;
  if (tenant === undefined) throw new Error('no tenant');
  if (options.iflows === undefined) empty(tenant);
  for (const id of ids) putFlow(tenant, id);

  const interfaces = async () => {
    const { data, errors } = await world.person.graphql(query, {
      filter: { facetFilters: [{ facetKey: 'FactSheetTypes', operator: 'OR', keys: ['Interface'] }] },
    });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data.allFactSheets.edges.map(({ node }: { node: Node }) => plain(node));
  };
  return {
    ...world,
    tenant,
    interfaces,
    async sync({ flow = 'iflows', config, choice } = {}) {
      world.clock.advance(dayMs);
      const context = await world.open({
        flow,
        ...(config !== undefined && { config: world.configure(config) }),
      });
      return world.run(context, flow, { kind: 'sync', choice });
    },
    async interfaceOf(id) {
      const found = (await interfaces()).filter(({ externalId }: Interface) => externalId === cpiKey(id));
      if (found.length !== 1) throw new Error(`${found.length} interfaces for ${id}`);
      return found[0];
    },
  };
}

function empty({ packages, designed, deployed, protectedIds }: IntegrationTenant): void {
  const [first] = packages.values();
  for (const map of [packages, designed, deployed, protectedIds]) map.clear();
  if (first !== undefined) packages.set(packageId, { ...first, Id: packageId, Name: 'Order flows' });
}

/** Designed and started, or as it is changed. */
export function putFlow(
  tenant: IntegrationTenant,
  id: string,
  {
    design = {},
    runtime = {},
  }: { design?: Partial<DesignArtifact>; runtime?: Partial<RuntimeArtifact> } = {},
): void {
  const designed: DesignArtifact = {
    set: 'IntegrationDesigntimeArtifacts',
    Id: id,
    Version: '1.0.0',
    PackageId: packageId,
    Name: `Flow ${id}`,
    Description: '',
    Sender: '',
    Receiver: '',
    ...design,
  };
  tenant.designed.set(id, designed);
  tenant.deployed.set(id, {
    Id: id,
    Version: designed.Version,
    Name: designed.Name,
    Type: 'INTEGRATION_FLOW',
    DeployedBy: 'sb-ci-user',
    DeployedOn: deployedOn,
    Status: 'STARTED',
    ...runtime,
  });
}

/** Names of the applications that each interface comes from, by its name. */
export async function providersOf({ person }: Pick<World, 'person'>): Promise<Record<string, string[]>> {
  const { data } = await person.graphql(providers);
  const nodes: Provided[] = data.allFactSheets.edges.map(({ node }: { node: Provided }) => node);
  return Object.fromEntries(
    nodes.map(({ name, relInterfaceToProviderApplication: related }) => [
      name,
      (related?.edges ?? []).map(({ node }) => node.factSheet.name),
    ]),
  );
}

interface Provided {
  name: string;
  relInterfaceToProviderApplication: { edges: { node: { factSheet: { name: string } } }[] } | null;
}

const providers = `{ allFactSheets(factSheetType: Interface) { edges { node { name ... on Interface {
  relInterfaceToProviderApplication { edges { node { factSheet { name } } } } } } } } }`;

interface Node extends Omit<Interface, 'externalId' | 'tags' | 'lifecycle' | 'description'> {
  description: string | null;
  externalId: { externalId: string } | null;
  tags: { name: string }[] | null;
  lifecycle: { phases: { phase: string; startDate: string }[] } | null;
}

const query = `query($filter: FilterInput!) { allFactSheets(filter: $filter, first: 10000) { edges { node {
  id name rev category description tags { name } ... on Interface { release externalId { externalId }
  lifecycle { phases { phase startDate } } } } } } }`;

function plain({ externalId, tags, lifecycle, description, ...rest }: Node): Interface {
  return {
    ...rest,
    description: description ?? '',
    externalId: externalId?.externalId ?? null,
    tags: (tags ?? []).map(({ name }) => name),
    lifecycle: (lifecycle?.phases ?? []).map(({ phase, startDate }) => `${phase} ${startDate}`),
  };
}
