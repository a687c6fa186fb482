// A bare client of the simulator for its contract tests: plain HTTP, no connector of the product.
import { readFileSync } from 'node:fs';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../simulator/simulator.ts';

export interface GraphqlError {
  message: string;
  path?: unknown[];
  locations?: unknown[];
  extensions?: Record<string, unknown>;
}

export interface GraphqlBody {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  data?: any;
  errors?: GraphqlError[];
}

export interface Patch {
  op: string;
  path: string;
  value?: string;
}

export interface Client {
  simulator: Simulator;
  cloudAlm: CloudAlmCredentials;
  leanix: { host: string; apiToken: string };
  landscape(query?: string, token?: string): Promise<Response>;
  landscapeToken(clientId?: string): Promise<string>;
  leanixToken(): Promise<string>;
  /** One POST to GraphQL with a token that is fetched once. */
  post(body: unknown): Promise<Response>;
  graphql(query: string, variables?: object): Promise<GraphqlBody>;
  create(type: string, name: string, patches?: Patch[]): Promise<{ id: string; rev: number }>;
  update(id: string, patches: Patch[], rev?: number): Promise<GraphqlBody>;
}

interface CloudAlmCredentials {
  endpoints: { Api: string };
  uaa: Record<string, string>;
}

export async function startClient(options: Partial<SimulatorOptions> = {}): Promise<Client> {
  const simulator = await startSimulator({ size: 0, seed: 1, ...options });
  return createClient(simulator);
}

export function createClient(simulator: Simulator): Client {
  const services = simulator.bindings.VCAP_SERVICES as Record<string, { credentials: unknown }[]>;
  const cloudAlm = services.SAPCloudALMAPIs?.[0]?.credentials as CloudAlmCredentials;
  const leanix = services['user-provided']?.[0]?.credentials as { host: string; apiToken: string };
  let token: Promise<string> | undefined;

  async function landscapeToken(clientId = cloudAlm.uaa.clientid ?? ''): Promise<string> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: cloudAlm.uaa.clientsecret ?? '',
    });
    const response = await fetch(`${cloudAlm.uaa.url}/oauth/token`, { method: 'POST', body });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async function leanixToken(): Promise<string> {
    const response = await fetch(`${leanix.host}/services/mtm/v1/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`apitoken:${leanix.apiToken}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async function post(body: unknown): Promise<Response> {
    token ??= leanixToken();
    return fetch(`${leanix.host}/services/pathfinder/v1/graphql`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async function graphql(query: string, variables: object = {}): Promise<GraphqlBody> {
    return (await (await post({ query, variables })).json()) as GraphqlBody;
  }

  return {
    simulator,
    cloudAlm,
    leanix,
    landscapeToken,
    leanixToken,
    post,
    graphql,
    async landscape(query = '', bearer) {
      const headers = { Authorization: `Bearer ${bearer ?? (await landscapeToken())}` };
      return fetch(`${cloudAlm.endpoints.Api}/calm-landscape/v1/landscapeObjects${query}`, { headers });
    },
    async create(type, name, patches = []) {
      const { data, errors } = await graphql(
        'mutation($input: BaseFactSheetInput!, $patches: [Patch]!) { createFactSheet(input: $input, patches: $patches) { factSheet { id rev } } }',
        { input: { type, name }, patches },
      );
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data.createFactSheet.factSheet;
    },
    update: (id, patches, rev) =>
      graphql(
        'mutation($id: ID!, $rev: Long, $patches: [Patch]!) { updateFactSheet(id: $id, rev: $rev, patches: $patches) { factSheet { id rev updatedAt } } }',
        { id, rev: rev ?? null, patches },
      ),
  };
}

export function ext(externalId: string): string {
  return JSON.stringify({ type: 'ExternalId', externalId });
}

/** A recorded example, with the ids in it exchanged. */
// biome-ignore lint/suspicious/noExplicitAny: examples have many shapes
export function readExample(name: string, ids: Record<string, string> = {}): any {
  let text = readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8');
  for (const [recorded, actual] of Object.entries(ids)) text = text.replaceAll(recorded, actual);
  return JSON.parse(text);
}

/** What the tests of LeanIX look at in one application. */
export async function readFactSheet(client: Client, id: string): Promise<Record<string, unknown>> {
  const { data } = await client.graphql(
    'query($id: ID!) { factSheet(id: $id) { name displayName fullName level status rev description category tags { name } ... on Application { alias release externalId { externalId } lifecycle { phases { phase } } businessCriticality } } }',
    { id },
  );
  return data.factSheet;
}
