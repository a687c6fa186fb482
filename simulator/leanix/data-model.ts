// The data model of the simulated workspace, meta model v4 (leanix-api 5.1 to 5.3): what GET models/dataModel
// answers and what the GraphQL schema and the patch rules are built from.
import { relationDefinitions } from './data-model-relations.ts';
import type { DataModel, FieldDefinition, RelationField, TypeModel } from './data-model-shape.ts';
import { factSheetTypes, lifecyclePhases } from './data-model-types.ts';

type ExternalIdRules = Pick<DataModel, 'externalIdFields' | 'uniqueExternalId' | 'readOnlyExternalId'>;

export function createDataModel(rules: ExternalIdRules): DataModel {
  const { externalIdFields, uniqueExternalId, readOnlyExternalId } = rules;
  const further = Object.fromEntries(
    externalIdFields.map((key): [string, FieldDefinition] => [key, { type: 'EXTERNALID' }]),
  );
  const types = new Map<string, TypeModel>();
  for (const [type, own] of Object.entries(factSheetTypes)) {
    types.set(type, { fields: { ...commonFields, ...further, ...own }, relations: relationsOf(type) });
  }
  return { types, relations: relationDefinitions, externalIdFields, uniqueExternalId, readOnlyExternalId };
}

const commonFields: Readonly<Record<string, FieldDefinition>> = {
  name: { type: 'STRING', mandatory: true },
  description: { type: 'STRING' },
  externalId: { type: 'EXTERNALID' },
  lifecycle: { type: 'LIFECYCLE', values: lifecyclePhases },
};

function relationsOf(type: string): Map<string, RelationField> {
  const found = new Map<string, RelationField>();
  for (const [relation, { from, to, fields }] of Object.entries(relationDefinitions)) {
    if (from.factSheetType === type) {
      const { name, multiplicity } = from;
      found.set(name, { relation, side: 'from', name, targetType: to.factSheetType, multiplicity, fields });
    }
    if (to.factSheetType === type) {
      const { name, multiplicity } = to;
      found.set(name, { relation, side: 'to', name, targetType: from.factSheetType, multiplicity, fields });
    }
  }
  return found;
}

/** The envelope of the REST answer (leanix-api 3.1 and 3.2). */
export function describeDataModel(model: DataModel): object {
  const factSheets = Object.fromEntries(
    [...model.types].map(([type, { fields, relations }]) => [
      type,
      { fields, relations: [...relations.keys()] },
    ]),
  );
  return {
    status: 'OK',
    type: 'DataModel',
    errors: [],
    data: {
      factSheets,
      relations: model.relations,
      externalIdFields: Object.fromEntries(
        ['externalId', ...model.externalIdFields].map((key) => [key, describeExternalIdField(model)]),
      ),
    },
  };
}

function describeExternalIdField({ types, uniqueExternalId, readOnlyExternalId }: DataModel): object {
  return {
    uniqueFactSheet: uniqueExternalId,
    autoIncrement: false,
    readOnly: readOnlyExternalId,
    forFactSheets: [...types.keys()],
    urlTemplate: null,
  };
}
