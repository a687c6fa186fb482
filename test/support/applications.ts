// The applications of the simulated workspace as a person sees them: all that Landbridge may touch, archived
// ones too, in the order of their names.
import type { Client } from '../contract/simulator/client.ts';

export interface Application {
  id: string;
  name: string;
  rev: number;
  status: string;
  category: string | null;
  externalId: string | null;
  alias: string | null;
  description: string | null;
  lxHostingType: string | null;
  tags: string[];
  lifecycle: string[];
}

interface Node extends Omit<Application, 'externalId' | 'tags' | 'lifecycle'> {
  externalId: { externalId: string } | null;
  tags: { name: string }[] | null;
  lifecycle: { phases: { phase: string; startDate: string }[] } | null;
}

const selection = `{ edges { node { id name rev status category description tags { name } ... on Application {
  alias lxHostingType externalId { externalId } lifecycle { phases { phase startDate } } } } } }`;

const query = `query($active: FilterInput!, $archived: FilterInput!) {
  active: allFactSheets(filter: $active, first: 10000) ${selection}
  archived: allFactSheets(filter: $archived, first: 10000) ${selection}
}`;

export async function readApplications(person: Client): Promise<Application[]> {
  const inType = { facetKey: 'FactSheetTypes', operator: 'OR', keys: ['Application'] };
  const inTrashBin = { facetKey: 'TrashBin', operator: 'OR', keys: ['archived'] };
  const { data, errors } = await person.graphql(query, {
    active: { facetFilters: [inType] },
    archived: { facetFilters: [inType, inTrashBin] },
  });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const edges: { node: Node }[] = [...data.active.edges, ...data.archived.edges];
  return edges
    .map(({ node }) => plain(node))
    .sort((left, right) => (`${left.name} ${left.id}` < `${right.name} ${right.id}` ? -1 : 1));
}

function plain({ externalId, tags, lifecycle, ...rest }: Node): Application {
  return {
    ...rest,
    externalId: externalId?.externalId ?? null,
    tags: (tags ?? []).map(({ name }) => name),
    lifecycle: (lifecycle?.phases ?? []).map(({ phase, startDate }) => `${phase} ${startDate}`),
  };
}

/** What two workspaces have in common that were filled by the same work in another order. */
export function withoutIds(applications: readonly Application[]): Omit<Application, 'id'>[] {
  return applications.map(({ id: _, ...rest }) => rest);
}
