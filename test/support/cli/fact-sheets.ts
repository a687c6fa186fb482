// The applications of a simulated workspace as LeanIX shows them, read by a client of its own: what a run is
// judged by.
import type { Simulator } from '../../../simulator/simulator.ts';

export interface SheetSeen {
  externalId: string;
  name: string;
  status: string;
  rev: number;
  category: string | null;
  description: string | null;
  alias: string | null;
  lxHostingType: string | null;
  tags: readonly { id: string }[];
  lifecycle: unknown;
}

interface Page {
  pageInfo: { hasNextPage: boolean; endCursor: string };
  edges: { node: SheetSeen & { externalId: { externalId: string } | null } }[];
}

const query = `query ($filter: FilterInput!, $after: String) {
  allFactSheets(filter: $filter, first: 500, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { name status rev category description tags { id } ... on Application {
      alias lxHostingType externalId { externalId } lifecycle { phases { phase startDate } } } } }
  }
}`;

/** Active and archived ones, ordered by what they stand for. Ids are left out: they follow the order of creation. */
export async function readApplications(simulator: Simulator): Promise<SheetSeen[]> {
  const ask = await openWorkspace(simulator);
  const applications = { facetKey: 'FactSheetTypes', operator: 'OR', keys: ['Application'] };
  const archived = { facetKey: 'TrashBin', operator: 'OR', keys: ['archived'] };
  const sheets: SheetSeen[] = [];
  for (const facetFilters of [[applications], [applications, archived]]) {
    for (let after: string | null = null, more = true; more; ) {
      const data = (await ask(query, { filter: { facetFilters }, after })) as { allFactSheets: Page };
      const { edges, pageInfo } = data.allFactSheets;
      for (const { node } of edges) sheets.push({ ...node, externalId: node.externalId?.externalId ?? '' });
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
  }
  const placeOf = ({ externalId, name, status, rev }: SheetSeen) =>
    `${externalId}\n${name}\n${status}\n${rev}`;
  return sheets.sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
}

/** What stands on more than one active fact sheet though it may stand on one only. */
export function duplicatesAmong(sheets: readonly SheetSeen[]): string[] {
  const active = sheets.filter(({ status }) => status === 'ACTIVE');
  return ['externalId', 'name'].flatMap((key) => {
    const values = active.map((sheet) => sheet[key as 'externalId' | 'name']).filter(Boolean);
    return values.filter((value, index) => values.indexOf(value) !== index);
  });
}

/** As a person does it in the browser, while nobody looks. */
export async function createApplication(simulator: Simulator, name: string): Promise<void> {
  const ask = await openWorkspace(simulator);
  await ask(
    'mutation ($input: BaseFactSheetInput!) { createFactSheet(input: $input) { factSheet { id } } }',
    {
      input: { type: 'Application', name },
    },
  );
}

async function openWorkspace({ origin, bindings }: Simulator) {
  const services = bindings.VCAP_SERVICES as Record<string, { credentials: { apiToken: string } }[]>;
  const apiToken = services['user-provided']?.[0]?.credentials.apiToken;
  const token = await fetch(`${origin}/services/mtm/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`apitoken:${apiToken}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  return async (document: string, variables: object): Promise<unknown> => {
    const response = await fetch(`${origin}/services/pathfinder/v1/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: { message: string }[] };
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
    return data;
  };
}
