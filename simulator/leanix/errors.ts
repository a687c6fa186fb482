// How LeanIX refuses things inside GraphQL: HTTP 200 and an error object with extensions (leanix-api 2.2).
// Where the real text is not public, the message begins with SIMULATED.
import { GraphQLError } from 'graphql';
import type { RelationField } from './data-model-shape.ts';
import type { FactSheet } from './fact-sheet.ts';

export function refuse(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { errorType: 'BUSINESS_LOGIC' } });
}

/** assumption A3: neither text nor error type of a missing permission is public. */
export class PermissionRefusal extends GraphQLError {}

export function refusePermission(reason: string): GraphQLError {
  return new PermissionRefusal(`SIMULATED: ${reason}`, { extensions: { errorType: 'BUSINESS_LOGIC' } });
}

/** assumption A4: what cannot be read is answered like what does not exist. */
export function refuseUnknown(
  what: 'fact sheet' | 'document' | 'subscription' | 'tag' | 'tag group',
  id: string,
): GraphQLError {
  return refuse(`SIMULATED: ${what} '${id}' does not exist`);
}

/** Against the model: a value, a name or a relation it does not allow. */
export function refuseByModel(
  message: string,
  facts: { objectId?: string; objectPath?: string } = {},
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { errorType: 'MODEL_COMPLIANT', entityType: 'FACT_SHEET', ...facts },
  });
}

export function refusePath(path: string, type: string): GraphQLError {
  return refuse(`The path '${path}' is invalid in FactSheet schema ${type}.`);
}

export function refuseOperation(op: string, path: string): GraphQLError {
  return refuse(`SIMULATED: operation '${op}' is not allowed for path '${path}'`);
}

export function refuseRevision(id: string, current: number, given: number): GraphQLError {
  return new GraphQLError(`DB revision of Fact Sheet has changed: ${current} instead of given ${given}`, {
    extensions: { errorType: 'REVISION_CLASH', entityType: 'FACT_SHEET', objectId: id },
  });
}

/** assumption A2: text and error type of a taken name are not public. */
export function refuseName(displayName: string, type: string): GraphQLError {
  return refuseByModel(`SIMULATED: display name '${displayName}' is not unique for type ${type}`);
}

export function refuseExternalId(externalId: string, type: string): GraphQLError {
  return refuseByModel(`SIMULATED: external id '${externalId}' is not unique, refused for type ${type}`);
}

export function refuseSecondRelation(
  relation: RelationField,
  from: FactSheet,
  to: FactSheet,
  facts: { objectId: string; relationId: string },
): GraphQLError {
  return refuseByModel(
    `[FS_VALIDATION_RELATION_NOT_UNIQUE_OUTGOING] Outgoing relation occurred twice! relation name = '${relation.relation}', ` +
      `from = '${from.displayName}', from type = '${from.type}', to = '${to.displayName}', to type = '${to.type}'`,
    { objectId: facts.objectId, objectPath: `/${relation.name}/${facts.relationId}` },
  );
}
