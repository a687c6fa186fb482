// The relations of the simulated workspace (leanix-api 5.3). Internal names that no public source shows are
// made in the manner of those that one does.
import type { FieldDefinition, RelationDefinition } from './data-model-shape.ts';
import { factSheetTypes, technicalSuitability } from './data-model-types.ts';

type Multiplicity = 'SINGLE' | 'MULTI';
type End = readonly [type: string, name: string, multiplicity: Multiplicity];

function relate(from: End, to: End, fields: Record<string, FieldDefinition> = {}): RelationDefinition {
  return { from: describe(from), to: describe(to), fields };
}

function describe([factSheetType, name, multiplicity]: End): RelationDefinition['from'] {
  return { factSheetType, name, multiplicity };
}

/** Many to many, named after both ends. */
function between(from: string, to: string, fields: Record<string, FieldDefinition> = {}): RelationDefinition {
  return relate([from, `rel${from}To${to}`, 'MULTI'], [to, `rel${to}To${from}`, 'MULTI'], fields);
}

const text: FieldDefinition = { type: 'STRING' };

/** Every type has a hierarchy with one parent, successors and requirements. */
function standardRelations(type: string): Record<string, RelationDefinition> {
  const prefix = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  return {
    [`${prefix}ParentRelation`]: relate([type, 'relToParent', 'SINGLE'], [type, 'relToChild', 'MULTI']),
    [`${prefix}SuccessorRelation`]: relate(
      [type, 'relToSuccessor', 'MULTI'],
      [type, 'relToPredecessor', 'MULTI'],
    ),
    [`${prefix}RequiresRelation`]: relate(
      [type, 'relToRequires', 'MULTI'],
      [type, 'relToRequiredBy', 'MULTI'],
    ),
  };
}

export const relationDefinitions: Readonly<Record<string, RelationDefinition>> = {
  ...Object.assign({}, ...Object.keys(factSheetTypes).map(standardRelations)),
  applicationITComponentRelation: between('Application', 'ITComponent', { technicalSuitability }),
  applicationBusinessCapabilityRelation: between('Application', 'BusinessCapability', {
    supportType: { type: 'SINGLE_SELECT', values: ['leading'] },
  }),
  applicationOrganizationRelation: between('Application', 'Organization', {
    usageType: text,
    numberOfUsers: { type: 'INTEGER' },
  }),
  applicationBusinessContextRelation: between('Application', 'BusinessContext'),
  applicationInitiativeRelation: between('Application', 'Initiative'),
  applicationPlatformRelation: between('Application', 'Platform'),
  applicationDataObjectRelation: between('Application', 'DataObject'),
  applicationInterfaceProviderRelation: relate(
    ['Application', 'relProviderApplicationToInterface', 'MULTI'],
    ['Interface', 'relInterfaceToProviderApplication', 'SINGLE'],
  ),
  applicationInterfaceConsumerRelation: relate(
    ['Application', 'relConsumerApplicationToInterface', 'MULTI'],
    ['Interface', 'relInterfaceToConsumerApplication', 'MULTI'],
  ),
  interfaceDataObjectRelation: between('Interface', 'DataObject'),
  interfaceITComponentRelation: between('Interface', 'ITComponent'),
  itComponentProviderRelation: between('ITComponent', 'Provider'),
  // The type is TechnicalStack, but the relation says TechnologyStack (leanix-api 5.3).
  itComponentTechnologyStackRelation: relate(
    ['ITComponent', 'relITComponentToTechnologyStack', 'MULTI'],
    ['TechnicalStack', 'relTechnologyStackToITComponent', 'MULTI'],
  ),
  itComponentOrganizationRelation: between('ITComponent', 'Organization'),
  initiativeBusinessCapabilityRelation: between('Initiative', 'BusinessCapability'),
  initiativeITComponentRelation: between('Initiative', 'ITComponent'),
  initiativeInterfaceRelation: between('Initiative', 'Interface'),
  initiativeDataObjectRelation: between('Initiative', 'DataObject'),
  initiativePlatformRelation: between('Initiative', 'Platform'),
  initiativeObjectiveRelation: between('Initiative', 'Objective'),
};
