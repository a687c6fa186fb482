// The peer: a script of the usual shape. It fetches the landscape and the fact sheets page by page and sends one
// mutation for each changed object, one after the other. Plain fetch, not a line of the product.
import { readFile } from 'node:fs/promises';

interface LandscapeObject {
  lmsId: string;
  name: string | null;
  objectType: string;
  serviceTypeLabel: string | null;
  role: string;
  deploymentModel: string | null;
}

interface FactSheet {
  id: string;
  name: string;
  externalId: { externalId: string } | null;
}

const pageSize = 500;

/** @returns how many changes it sent */
export async function runOneByOne(bindingsFile: string, mostChanges: number): Promise<number> {
  const { VCAP_SERVICES: services } = JSON.parse(await readFile(bindingsFile, 'utf8'));
  const { endpoints, uaa } = services.SAPCloudALMAPIs[0].credentials;
  const { host, apiToken } = services['user-provided'][0].credentials;
  const calm = await tokenOf(`${uaa.url}/oauth/token`, {
    form: { client_id: uaa.clientid, client_secret: uaa.clientsecret },
  });
  const leanIx = await tokenOf(`${host}/services/mtm/v1/oauth2/token`, {
    headers: { authorization: `Basic ${btoa(`apitoken:${apiToken}`)}` },
  });

  const objects = await readLandscape(`${endpoints.Api}/calm-landscape/v1/landscapeObjects`, calm);
  const factSheets = await readFactSheets(host, leanIx);
  const byName = new Map(factSheets.map((factSheet) => [factSheet.name.toLowerCase(), factSheet]));
  const known = new Set(factSheets.flatMap(({ externalId }) => externalId?.externalId ?? []));

  const made = new Set<string>();
  let sent = 0;
  for (const object of objects) {
    if (sent === mostChanges) break;
    if (!isWanted(object) || known.has(object.lmsId)) continue;
    const name = `${object.serviceTypeLabel} (${object.name})`;
    const factSheet = byName.get(name.toLowerCase());
    // Somebody else's, or just made for another object of the same name.
    if (factSheet?.externalId || made.has(name)) continue;
    if (factSheet === undefined) await create(host, leanIx, name, object);
    else await link(host, leanIx, factSheet, object);
    made.add(name);
    sent += 1;
  }
  return sent;
}

async function tokenOf(
  url: string,
  { headers = {}, form = {} }: { headers?: Record<string, string>; form?: Record<string, string> },
): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  const answer = await fetch(url, { method: 'POST', headers, body });
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}

async function readLandscape(url: string, token: string): Promise<LandscapeObject[]> {
  const all: LandscapeObject[] = [];
  for (;;) {
    const answer = await fetch(`${url}?limit=${pageSize}&offset=${all.length}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await answer.json()) as LandscapeObject[];
    if (page.length === 0) return all;
    all.push(...page);
  }
}

interface FactSheetsAnswer {
  allFactSheets: {
    pageInfo: { hasNextPage: boolean; endCursor: string };
    edges: { node: FactSheet }[];
  };
}

const listQuery = `query ($after: String) {
  allFactSheets(factSheetType: Application, first: ${pageSize}, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { id name ... on Application { externalId { externalId } } } }
  }
}`;

async function readFactSheets(host: string, token: string): Promise<FactSheet[]> {
  const all: FactSheet[] = [];
  for (let after: string | null = null; ; ) {
    const { allFactSheets }: FactSheetsAnswer = await ask(host, token, listQuery, { after });
    all.push(...allFactSheets.edges.map(({ node }) => node));
    if (!allFactSheets.pageInfo.hasNextPage) return all;
    after = allFactSheets.pageInfo.endCursor;
  }
}

function isWanted({ name, objectType, serviceTypeLabel, role, deploymentModel }: LandscapeObject): boolean {
  const isSystem = objectType === 'CloudService' || objectType === 'TechnicalSystem';
  return (
    isSystem && role === 'PROD' && !!name && serviceTypeLabel !== null && deploymentModel !== 'BTP System'
  );
}

async function create(host: string, token: string, name: string, object: LandscapeObject): Promise<void> {
  const document = `mutation ($input: BaseFactSheetInput!, $patches: [Patch]!) {
    createFactSheet(input: $input, patches: $patches) { factSheet { id } } }`;
  await ask(host, token, document, { input: { name, type: 'Application' }, patches: [externalId(object)] });
}

async function link(host: string, token: string, { id }: FactSheet, object: LandscapeObject): Promise<void> {
  const document = `mutation ($id: ID!, $patches: [Patch]!) {
    updateFactSheet(id: $id, patches: $patches) { factSheet { id } } }`;
  await ask(host, token, document, { id, patches: [externalId(object)] });
}

function externalId({ lmsId }: LandscapeObject): object {
  const value = JSON.stringify({ type: 'ExternalId', externalId: lmsId });
  return { op: 'replace', path: '/externalId', value };
}

async function ask<Data>(host: string, token: string, query: string, variables: object): Promise<Data> {
  const answer = await fetch(`${host}/services/pathfinder/v1/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: Data; errors?: { message: string }[] };
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
  return data;
}
