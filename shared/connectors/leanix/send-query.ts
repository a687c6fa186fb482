// Sends GraphQL documents to one workspace and hands back their data. LeanIX answers 200 to what failed too: an
// answer with errors is none.
import { type Facts, LandbridgeError } from '../../errors.ts';
import type { HttpClient } from '../http/http.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { Query } from './read-tags.ts';
import { GraphqlAnswer } from './schema.ts';

export const graphqlPath = '/services/pathfinder/v1/graphql';

/** @param safeText makes a text of LeanIX fit to be shown */
export function createQuery(api: HttpClient, facts: Facts, safeText: (text: string) => string): Query {
  return async (body) => {
    const answer = await api.send({ method: 'POST', path: graphqlPath, body, repeat: 'safe' });
    const { data, errors } = parseShape(GraphqlAnswer, answer.data, { system: 'leanix', path: graphqlPath });
    const [error] = errors;
    if (error === undefined) return data;
    const at = error.path.length === 0 ? {} : { at: safeText(error.path.join('.')) };
    throw new LandbridgeError('LX_GRAPHQL_200_ERRORS', { ...facts, message: safeText(error.message), ...at });
  };
}
