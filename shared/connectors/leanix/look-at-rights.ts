// What the technical user may do with fact sheets of a type: as LeanIX says of one that is there, and where that
// tells nothing, by a change that is only validated. Nothing is written.
import { LandbridgeError } from '../../errors.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { Query } from './read-tags.ts';
import { RightsData } from './schema.ts';

export interface RightsLook {
  type: string;
  /** Why reading failed. */
  problem?: LandbridgeError;
  /** Fact sheets of the type that can be read; undefined where that failed. */
  readable?: number;
  /** Undefined where it could not be found out. */
  mayWrite?: boolean;
  /** By what it was found out. */
  by?: 'permissions' | 'validation';
  /** What LeanIX said when it refused the validation. */
  refusal?: string;
  /** Keys that may be updated; absent where they are not told. */
  updatable?: readonly string[];
}

const read = `query Rights($filter: FilterInput!) {
  allFactSheets(filter: $filter, first: 1) {
    totalCount edges { node { id permissions { self create read update delete } } }
  }
}`;

/** A server that does not know `validateOnly` refuses the document as a whole: it cannot write by mistake. */
const validate = `mutation Validate($input: BaseFactSheetInput!) {
  createFactSheet(input: $input, validateOnly: true) { factSheet { id } }
}`;

const validatedName = 'Landbridge doctor: only validated, never saved';

export async function lookAtRights(query: Query, type: string): Promise<RightsLook> {
  const inType = { facetKey: 'FactSheetTypes', operator: 'OR', keys: [type] };
  let look: RightsLook;
  try {
    const data = await query({ query: read, variables: { filter: { facetFilters: [inType] } } });
    look = { type, ...readRights(parseShape(RightsData, data, { system: 'leanix' })) };
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    look = { type, problem: thrown };
  }
  if (look.mayWrite !== undefined || look.problem?.code === 'LX_TOKEN_PERMISSION') return look;
  return { ...look, ...(await validateChange(query, type)) };
}

function readRights({ allFactSheets }: RightsData): Partial<RightsLook> {
  const readable = allFactSheets.totalCount;
  const [first] = allFactSheets.edges;
  if (first === undefined) return { readable };
  const { self, update } = first.node.permissions;
  const rights = self.map((right) => right.toUpperCase());
  // What the lists hold is not published: only what is plain is taken from them.
  if (rights.length === 0) return { readable };
  const mayWrite = rights.includes('UPDATE') || rights.includes('WRITE');
  return {
    readable,
    mayWrite,
    by: 'permissions',
    ...(mayWrite && update.length > 0 && { updatable: update }),
  };
}

async function validateChange(query: Query, type: string): Promise<Partial<RightsLook>> {
  try {
    await query({ query: validate, variables: { input: { type, name: validatedName } } });
    return { mayWrite: true, by: 'validation' };
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    if (thrown.code === 'LX_TOKEN_PERMISSION')
      return { mayWrite: false, by: 'validation', refusal: 'HTTP 403' };
    if (thrown.code !== 'LX_GRAPHQL_200_ERRORS') return {};
    const refusal = String(thrown.facts.message);
    // Other refusals (a mandatory field, a document it does not understand) say nothing of rights.
    return /permi|right|allow|forbid|denied|viewer/i.test(refusal) && !/undefined|unknown/i.test(refusal)
      ? { mayWrite: false, by: 'validation', refusal }
      : {};
  }
}
