// The shape of a data model, both as LeanIX answers it and as the simulator looks things up in it.

export type FieldType =
  | 'STRING'
  | 'SINGLE_SELECT'
  | 'MULTIPLE_SELECT'
  | 'DOUBLE'
  | 'INTEGER'
  | 'EXTERNALID'
  | 'LIFECYCLE'
  | 'PROJECT'
  | 'MILESTONE';

export interface FieldDefinition {
  type: FieldType;
  values?: readonly string[];
  mandatory?: boolean;
  inFacet?: boolean;
}

export interface RelationEnd {
  factSheetType: string;
  name: string;
  multiplicity: 'SINGLE' | 'MULTI';
}

export interface RelationDefinition {
  from: RelationEnd;
  to: RelationEnd;
  fields: Readonly<Record<string, FieldDefinition>>;
}

/** A relation as one fact sheet type sees it. */
export interface RelationField {
  /** Internal name of the relation, as exports and error texts use it. */
  relation: string;
  side: 'from' | 'to';
  name: string;
  targetType: string;
  multiplicity: 'SINGLE' | 'MULTI';
  fields: Readonly<Record<string, FieldDefinition>>;
}

export interface TypeModel {
  fields: Readonly<Record<string, FieldDefinition>>;
  relations: ReadonlyMap<string, RelationField>;
}

export interface DataModel {
  types: ReadonlyMap<string, TypeModel>;
  relations: Readonly<Record<string, RelationDefinition>>;
  /** Besides `externalId`. */
  externalIdFields: readonly string[];
  /** Whether an external id may stand on one active fact sheet only. */
  uniqueExternalId: boolean;
  /** Whether an external id is written with `forceWrite` only. */
  readOnlyExternalId: boolean;
}
