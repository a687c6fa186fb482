import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { factSheetDocument } from '../../../../shared/connectors/leanix/fact-sheet-document.ts';
import { mutationDocument } from '../../../../shared/connectors/leanix/mutation-document.ts';

// the signatures of leanix-api.md 2.3 and 2.4, as far as they are used
const schema = buildSchema(`
  scalar Long
  enum FactSheetType { Application }
  enum PatchOperation { add replace remove }
  enum SortOrder { asc desc }
  input FacetFilter { facetKey: String! operator: String keys: [String] }
  input FilterInput { facetFilters: [FacetFilter] ids: [ID] externalIds: [String] }
  input Sorting { key: String! order: SortOrder }
  input BaseFactSheetInput { name: String! type: FactSheetType! }
  input Patch { op: PatchOperation! path: String! value: String }
  enum TagGroupMode { SINGLE MULTIPLE }
  type TagGroup { name: String mode: TagGroupMode }
  type Tag { id: ID! name: String tagGroup: TagGroup }
  type ExternalId { externalId: String }
  type Phase { phase: String startDate: String }
  type Lifecycle { phases: [Phase] }
  interface BaseFactSheet {
    id: ID! type: String name: String displayName: String category: String rev: Long status: String
    updatedAt: String lxState: String description: String tags: [Tag]
  }
  type Application implements BaseFactSheet {
    id: ID! type: String name: String displayName: String category: String rev: Long status: String
    updatedAt: String lxState: String description: String tags: [Tag]
    alias: String externalId: ExternalId lifecycle: Lifecycle documents: DocumentConnection
    relApplicationToITComponent: RelationConnection relToParent: RelationConnection
  }
  type Document { id: ID! name: String url: String }
  type DocumentEdge { node: Document }
  type DocumentConnection { edges: [DocumentEdge] }
  type Relation {
    id: ID! description: String activeFrom: String activeUntil: String technicalSuitability: String
    factSheet: BaseFactSheet
  }
  type RelationEdge { node: Relation }
  type RelationConnection { edges: [RelationEdge] }
  type Edge { node: BaseFactSheet }
  type PageInfo { hasNextPage: Boolean endCursor: String }
  type Connection { totalCount: Int pageInfo: PageInfo edges: [Edge] }
  type TagEdge { node: Tag }
  type TagConnection { edges: [TagEdge] }
  type Answer { factSheet: BaseFactSheet }
  type Query {
    allFactSheets(filter: FilterInput, sort: [Sorting], first: Int, after: String): Connection
    allTags: TagConnection
  }
  type Mutation {
    createFactSheet(input: BaseFactSheetInput!, patches: [Patch]): Answer
    updateFactSheet(id: ID!, rev: Long, comment: String, patches: [Patch]!): Answer
    createDocument(factSheetId: ID!, name: String!, url: String): Document
    updateDocument(id: ID!, patches: [Patch]!): Document
    deleteDocument(id: ID!): Document
    upsertTag(name: String!, tagGroupName: String, description: String, color: String): Tag
  }
`);

const selection = {
  type: 'Application',
  fields: ['alias', 'description'],
  externalIdField: 'externalId',
  hasLifecycle: true,
};
const both = { active: { after: null }, archived: { after: 'cursor' } };

describe('factSheetDocument', () => {
  it('asks for both sides and the tags in one valid document', () => {
    const document = factSheetDocument([{ selection, filter: {}, sides: both }], 'plain');
    expect(validate(schema, parse(document.query))).toEqual([]);
    expect(document.variables).toEqual({
      sort: [{ key: 'updatedAt', order: 'desc' }],
      first: 500,
      active: { facetFilters: [{ facetKey: 'FactSheetTypes', operator: 'OR', keys: ['Application'] }] },
      activeAfter: null,
      archived: {
        facetFilters: [
          { facetKey: 'FactSheetTypes', operator: 'OR', keys: ['Application'] },
          { facetKey: 'TrashBin', operator: 'OR', keys: ['archived'] },
        ],
      },
      archivedAfter: 'cursor',
    });
    expect(document.query).toContain(
      '{ id type name displayName category rev status updatedAt lxState tags { id } description ' +
        '... on Application { alias externalId { externalId } lifecycle { phases { phase startDate } } } }',
    );
  });

  it('asks for several types in one valid document', () => {
    const other = { type: 'Application', fields: [], hasLifecycle: false };
    const document = factSheetDocument(
      [
        { selection, filter: {}, sides: both },
        { selection: other, filter: {}, sides: both },
      ],
      'plain',
    );
    expect(validate(schema, parse(document.query))).toEqual([]);
    expect(Object.keys(document.variables).sort()).toEqual(
      [
        ...['sort', 'first', 'active', 'activeAfter', 'archived', 'archivedAfter'],
        ...['active2', 'active2After', 'archived2', 'archived2After'],
      ].sort(),
    );
    expect(document.query.match(/allTags/g)).toHaveLength(1);
  });

  it('leaves out the side that is exhausted, the tags and the lifecycle', () => {
    const document = factSheetDocument(
      [
        {
          selection: { ...selection, fields: [], hasLifecycle: false },
          filter: { ids: ['a'] },
          sides: { archived: { after: null } },
        },
      ],
      'none',
    );
    expect(validate(schema, parse(document.query))).toEqual([]);
    expect(document.query).not.toMatch(/\$active|allTags|lifecycle|description/);
    expect(document.variables.archived).toMatchObject({ ids: ['a'] });
  });

  it.each([
    { ...selection, type: 'Application { id } }' },
    { ...selection, fields: ['alias }'] },
    { ...selection, externalIdField: '' },
  ])('lets nothing but names into the text', (wrong) => {
    expect(() => factSheetDocument([{ selection: wrong, filter: {}, sides: both }], 'none')).toThrow(
      expect.objectContaining({ code: 'BUG_UNEXPECTED' }),
    );
  });
});

describe('mutationDocument', () => {
  it('makes a tag in its group, or in none', () => {
    const { query, variables } = mutationDocument([
      { ref: 'a', op: 'make-tag', name: 'CPI-Managed', group: 'Managed by' },
      { ref: 'b', op: 'make-tag', name: 'Loose', group: '' },
    ]);
    expect(validate(schema, parse(query))).toEqual([]);
    expect(variables).toEqual({ n0: 'CPI-Managed', g0: 'Managed by', n1: 'Loose' });
  });

  it('sends every value as a variable, in one valid document', () => {
    const patch = { op: 'replace', path: '/description', value: '"quoted" { braces }' } as const;
    const document = mutationDocument([
      { ref: 'a', op: 'create', type: 'Application', name: 'New "one"', patches: [patch] },
      { ref: 'b', op: 'update', id: 'id-b', rev: 4, comment: 'gone', patches: [] },
      { ref: 'c', op: 'update', id: 'id-c', rev: 0, patches: [{ op: 'remove', path: '/alias' }] },
    ]);
    expect(validate(schema, parse(document.query))).toEqual([]);
    expect(document.query).toBe(
      'mutation Batch($n0: BaseFactSheetInput!, $p0: [Patch]!, $id1: ID!, $rev1: Long, $c1: String, ' +
        '$p1: [Patch]!, $id2: ID!, $rev2: Long, $p2: [Patch]!) { ' +
        'm0: createFactSheet(input: $n0, patches: $p0) { factSheet { id rev updatedAt lxState } } ' +
        'm1: updateFactSheet(id: $id1, rev: $rev1, comment: $c1, patches: $p1) { factSheet { id rev updatedAt lxState } } ' +
        'm2: updateFactSheet(id: $id2, rev: $rev2, patches: $p2) { factSheet { id rev updatedAt lxState } } }',
    );
    expect(document.variables).toEqual({
      n0: { name: 'New "one"', type: 'Application' },
      p0: [patch],
      id1: 'id-b',
      rev1: 4,
      c1: 'gone',
      p1: [],
      id2: 'id-c',
      rev2: 0,
      p2: [{ op: 'remove', path: '/alias' }],
    });
  });

  it('asks for the ids of new relations, and changes links', () => {
    const tell = {
      type: 'Application',
      relations: { relApplicationToITComponent: ['technicalSuitability'], relToParent: [] },
    };
    const of = { ref: 'a', key: 'documents/calm', factSheetId: 'id-a' };
    const document = mutationDocument([
      { ref: 'a', op: 'update', id: 'id-a', rev: 4, patches: [], tell },
      { ...of, op: 'create-document', name: 'SAP Cloud ALM', url: 'https://calm.example' },
      { ...of, op: 'update-document', id: 'doc-1', patches: [] },
      { ...of, op: 'delete-document', id: 'doc-2' },
    ]);
    expect(validate(schema, parse(document.query))).toEqual([]);
    expect(document.query).toContain(
      '... on Application { relApplicationToITComponent { edges { node { id description activeFrom activeUntil ' +
        'technicalSuitability factSheet { id displayName } } } }',
    );
    expect(document.variables).toMatchObject({
      fs1: 'id-a',
      u1: 'https://calm.example',
      id2: 'doc-1',
      id3: 'doc-2',
    });
  });
});
