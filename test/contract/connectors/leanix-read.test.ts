import { describe, expect, it } from 'vitest';
import type { ConnectionOptions } from '../../../shared/connectors/http/http.ts';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { connectLeanIx, type FactSheetPage } from '../../../shared/connectors/leanix/connect-leanix.ts';
import tokenAnswer from '../../fixtures/leanix/01-auth-token.json' with { type: 'json' };
import claims from '../../fixtures/leanix/02-auth-jwt-claims.json' with { type: 'json' };
import unauthorized from '../../fixtures/leanix/03-auth-401.json' with { type: 'json' };
import queryPage from '../../fixtures/leanix/10-query-page.json' with { type: 'json' };
import validation from '../../fixtures/leanix/43-error-validation.json' with { type: 'json' };
import throttled from '../../fixtures/leanix/47-error-429.json' with { type: 'json' };
import dataModel from '../../fixtures/leanix/70-rest-data-model.json' with { type: 'json' };
import { playScript, type ReceivedRequest, type ScriptLine } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const graphql = 'POST /services/pathfinder/v1/graphql';
const model = 'GET /services/pathfinder/v1/models/dataModel';
const tokenIssued: ScriptLine = ['POST /services/mtm/v1/oauth2/token', { json: tokenAnswer.response.body }];
const selection = { type: 'Interface', fields: ['alias'], externalIdField: 'externalId', hasLifecycle: true };

function connect(origin: string, options: Partial<ConnectionOptions> = {}) {
  const meter = createMeter();
  const surroundings = stillSurroundings();
  const binding = { name: 'leanix', origin, apiToken: 'LXT_s3cret' };
  return { leanIx: connectLeanIx(binding, { meter, surroundings, ...options }), meter, surroundings };
}

async function pagesOf(pages: AsyncGenerator<FactSheetPage>): Promise<FactSheetPage[]> {
  const all: FactSheetPage[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

function side(ids: string[], endCursor: string | null, totalCount = 9) {
  const edges = ids.map((id) => ({ node: { id, rev: 1 } }));
  return { totalCount, pageInfo: { hasNextPage: endCursor !== null, endCursor }, edges };
}

const nothing = side([], null, 0);
const variablesOf = ({ body }: ReceivedRequest) => JSON.parse(body).variables;

describe('reading fact sheets', () => {
  it('pages both sides: this is the whole ledger', () => {
    const recordedPage = queryPage.response.body.data.allFactSheets;
    const allTags = {
      edges: [
        { node: { id: 't1', name: 'SAP Cloud ALM', tagGroup: { name: 'Managed by' } } },
        { node: { id: 't2', name: 'loose', tagGroup: null } },
      ],
    };
    const script: ScriptLine[] = [
      tokenIssued,
      [
        graphql,
        { json: { data: { active: recordedPage, archived: side(['z'], null, 1), allTags }, errors: null } },
      ],
      [graphql, { json: { data: { active: side(['c'], null, 3) } } }],
    ];
    return playScript(script, async ({ origin, requests }) => {
      const { leanIx, meter } = connect(origin);
      const [first, second, ...more] = await pagesOf(leanIx.factSheetPages(selection));
      expect(more).toEqual([]);
      expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'POST /services/mtm/v1/oauth2/token',
        graphql,
        graphql,
      ]);
      expect(requests[0]).toMatchObject({
        headers: { authorization: `Basic ${Buffer.from('apitoken:LXT_s3cret').toString('base64')}` },
        body: 'grant_type=client_credentials',
      });
      expect(JSON.parse(requests[1]?.body ?? '').query).toMatch(/ allTags \{/);
      expect(JSON.parse(requests[2]?.body ?? '').query).not.toMatch(/allTags|archived/);
      expect(requests.slice(1).map((request) => variablesOf(request).activeAfter)).toEqual([
        null,
        'b3BhcXVlLWN1cnNvci0x',
      ]);
      expect(meter.snapshot().leanix?.requests).toBe(3);
      expect(first).toMatchObject({
        activeTotal: 3,
        archivedTotal: 1,
        tags: [
          { id: 't1', name: 'SAP Cloud ALM', group: 'Managed by' },
          { id: 't2', name: 'loose', group: '' },
        ],
      });
      expect(first?.active[0]).toEqual({
        id: '22222222-0000-4000-8000-000000000001',
        type: 'Interface',
        name: 'Orders to Warehouse',
        displayName: 'Orders to Warehouse',
        category: 'logicalInterface',
        rev: 3,
        status: 'ACTIVE',
        updatedAt: '2026-02-01T10:00:00.123456789Z',
        externalId: 'cpi:t1:OrdersToWarehouse',
        tagIds: [],
        lifecycle: [],
        fields: { alias: '' },
      });
      expect(first?.active[1]?.externalId).toBe('');
      expect(first?.archived.map(({ id }) => id)).toEqual(['z']);
      expect(second).toMatchObject({ archived: [], activeTotal: 3, archivedTotal: 1 });
      expect(second && 'tags' in second).toBe(false);
    });
  });

  it('brings the first pages of several types in one answer, and the next ones of each by its own cursor', () => {
    const script: ScriptLine[] = [
      tokenIssued,
      [
        graphql,
        {
          json: {
            data: {
              active: side(['a'], 'more', 2),
              archived: side([], null),
              active2: side(['b'], null),
              archived2: side(['c'], null),
              allTags: { edges: [{ node: { id: 't1', name: 'loose', tagGroup: null } }] },
            },
          },
        },
      ],
      [graphql, { json: { data: { active: side(['d'], null, 2) } } }],
    ];
    return playScript(script, async ({ origin, requests }) => {
      const other = { type: 'ITComponent', fields: [], hasLifecycle: false };
      const pages: FactSheetPage[][] = [];
      for (const ofType of connect(origin).leanIx.pagesTogether([selection, other])) {
        pages.push(await pagesOf(ofType));
      }
      const ids = pages.map((list) =>
        list.map(({ active, archived }) => [...active, ...archived].map(({ id }) => id)),
      );
      expect(ids).toEqual([[['a'], ['d']], [['b', 'c']]]);
      expect(pages.map(([first]) => first?.tags?.length)).toEqual([1, 1]);
      const [first, second, ...more] = requests.slice(1).map(variablesOf);
      expect(more).toEqual([]);
      expect(first.active2.facetFilters).toEqual([
        { facetKey: 'FactSheetTypes', operator: 'OR', keys: ['ITComponent'] },
      ]);
      expect(second).toMatchObject({ activeAfter: 'more' });
    });
  });

  it('reads fields of every kind as text', () => {
    const node = {
      id: 'a',
      rev: '12',
      status: 'ARCHIVED',
      tags: [{ id: 't1' }, { id: 't2' }],
      lifecycle: { phases: [{ phase: 'active', startDate: '2025-01-01' }] },
      number: 1.5,
      select: 'key',
      multi: ['a', 'b'],
      flag: false,
      empty: null,
    };
    const active = { ...side([], null), edges: [{ node }] };
    const wide = { ...selection, fields: ['number', 'select', 'multi', 'flag', 'empty', 'absent'] };
    return playScript(
      [tokenIssued, [graphql, { json: { data: { active, archived: nothing } } }]],
      async ({ origin }) => {
        const [page] = await pagesOf(connect(origin).leanIx.factSheetPages(wide));
        expect(page?.active[0]).toMatchObject({
          rev: 12,
          status: 'ARCHIVED',
          name: '',
          tagIds: ['t1', 't2'],
          lifecycle: [{ phase: 'active', startDate: '2025-01-01' }],
          fields: { number: '1.5', select: 'key', multi: '["a","b"]', flag: 'false', empty: '', absent: '' },
        });
      },
    );
  });

  it('brings a row that moved over a page border once', () => {
    const script: ScriptLine[] = [
      tokenIssued,
      [graphql, { json: { data: { active: side(['a', 'b'], '1'), archived: side(['x'], '1') } } }],
      [graphql, { json: { data: { active: side(['b', 'c'], '2'), archived: nothing } } }],
      [graphql, { json: { data: { active: side(['d'], null) } } }],
    ];
    return playScript(script, async ({ origin }) => {
      const pages = await pagesOf(connect(origin).leanIx.factSheetPages(selection));
      expect(pages.map(({ active }) => active.map(({ id }) => id))).toEqual([['a', 'b'], ['c'], ['d']]);
      expect(pages.flatMap(({ archived }) => archived.map(({ id }) => id))).toEqual(['x']);
    });
  });

  it.each([
    { active: { ...side(['a'], '1'), pageInfo: { hasNextPage: true } }, archived: nothing },
    { active: side(['a'], null) },
    { active: { totalCount: 1 }, archived: nothing },
    { active: { ...side([], null), edges: [{ node: { id: 'a' } }] }, archived: nothing },
    null,
  ])('does not take %j for a page', (data) =>
    playScript([tokenIssued, [graphql, { json: { data } }]], async ({ origin }) => {
      const pages = pagesOf(connect(origin).leanIx.factSheetPages(selection));
      await expect(pages).rejects.toMatchObject({ code: 'NET_SHAPE' });
    }),
  );

  it('does not turn in a circle when the cursor stands still', () => {
    const again: ScriptLine = [graphql, { json: { data: { active: side(['a'], '1'), archived: nothing } } }];
    return playScript([tokenIssued, again, again], async ({ origin }) => {
      const pages = pagesOf(connect(origin).leanIx.factSheetPages(selection));
      await expect(pages).rejects.toMatchObject({ code: 'NET_SHAPE' });
    });
  });

  it('finds by external id, at most 50 keys a request, archived rows too', () => {
    const externalIds = Array.from({ length: 51 }, (_, index) => `calm:t:${index}`);
    const script: ScriptLine[] = [
      tokenIssued,
      [graphql, { json: { data: { active: side(['a'], null), archived: side(['z'], null) } } }],
      [graphql, { json: { data: { active: side(['b'], null), archived: nothing } } }],
    ];
    return playScript(script, async ({ origin, requests }) => {
      const found = await connect(origin).leanIx.findFactSheets(selection, {
        externalIds: [...externalIds, 'calm:t:0'],
      });
      expect(found.map(({ id }) => id)).toEqual(['a', 'z', 'b']);
      const sent = requests.slice(1).map((request) => variablesOf(request));
      expect(sent.map(({ active }) => active.externalIds.length)).toEqual([50, 1]);
      expect(sent[0].archived.externalIds[1]).toBe('externalId/calm:t:1');
      expect(sent[0].archived.facetFilters[1].facetKey).toBe('TrashBin');
    });
  });

  it('finds by id, and asks nothing for no keys', () =>
    playScript(
      [tokenIssued, [graphql, { json: { data: { active: nothing, archived: nothing } } }]],
      async ({ origin, requests }) => {
        const { leanIx } = connect(origin);
        expect(await leanIx.findFactSheets(selection, { ids: [] })).toEqual([]);
        expect(requests).toEqual([]);
        expect(await leanIx.findFactSheets(selection, { ids: ['a'] })).toEqual([]);
        expect(requests.slice(1).map((request) => variablesOf(request).active.ids)).toEqual([['a']]);
      },
    ));

  it('waits as LeanIX says when it is throttled', () => {
    const { status, headers, body } = throttled.response;
    const refused: ScriptLine = [
      graphql,
      { status, headers: { 'retry-after': headers['Retry-After'] }, text: body },
    ];
    const script = [
      tokenIssued,
      refused,
      [graphql, { json: { data: { active: nothing, archived: nothing } } }],
    ];
    return playScript(script as ScriptLine[], async ({ origin }) => {
      const { leanIx, surroundings } = connect(origin);
      await pagesOf(leanIx.factSheetPages(selection));
      expect(surroundings.waits).toEqual([7000]);
    });
  });

  it('reports errors with status 200, without secrets', () =>
    playScript(
      [
        tokenIssued,
        [graphql, { json: validation.response.body }],
        [
          graphql,
          { json: { data: null, errors: [{ message: 'LXT_s3cret is no <header>.<payload>.<signature>' }] } },
        ],
      ],
      async ({ origin }) => {
        const { leanIx } = connect(origin);
        await expect(pagesOf(leanIx.factSheetPages(selection))).rejects.toMatchObject({
          code: 'LX_GRAPHQL_200_ERRORS',
          facts: { message: 'Validation error of type FieldUndefined: Field nope is undefined' },
        });
        await expect(pagesOf(leanIx.factSheetPages(selection))).rejects.toMatchObject({
          facts: { message: '*** is no ***' },
        });
      },
    ));
});

describe('reading the data model', () => {
  it('reads the recorded one', () =>
    playScript([tokenIssued, [model, { json: dataModel.response.body }]], async ({ origin }) => {
      const { types, externalIdFields } = await connect(origin).leanIx.dataModel();
      expect(Object.keys(types)).toEqual(['Interface']);
      expect(types.Interface?.fields.category).toEqual({
        type: 'SINGLE_SELECT',
        values: ['logicalInterface', 'api'],
      });
      expect(types.Interface?.fields.alias).toEqual({ type: 'STRING' });
      expect(types.Interface?.relations).toMatchObject({
        relToParent: { targetType: '' },
        relInterfaceToProviderApplication: { targetType: 'Application', isSingle: true, fields: {} },
      });
      expect(externalIdFields).toEqual({
        externalId: {
          readOnly: false,
          unique: true,
          forTypes: ['Application', 'Interface', 'ITComponent', 'Initiative'],
        },
      });
    }));

  it('takes what is missing for empty, but not another answer for a data model', () =>
    playScript(
      [
        tokenIssued,
        [model, { json: { data: { factSheets: { Application: {} }, externalIdFields: null } } }],
        [model, { json: { status: 'ERROR', data: null } }],
      ],
      async ({ origin }) => {
        const { leanIx } = connect(origin);
        expect(await leanIx.dataModel()).toEqual({
          types: { Application: { fields: {}, relations: {} } },
          externalIdFields: {},
        });
        await expect(leanIx.dataModel()).rejects.toMatchObject({ code: 'NET_SHAPE', facts: { at: 'data' } });
      },
    ));
});

describe('the token', () => {
  it('names the workspace and the role in it', () => {
    const payload = Buffer.from(JSON.stringify(claims.payload)).toString('base64url');
    const answer = { ...tokenAnswer.response.body, access_token: `eyJhbGciOiJub25lIn0.${payload}.x` };
    return playScript([['POST /services/mtm/v1/oauth2/token', { json: answer }]], async ({ origin }) => {
      expect(await connect(origin).leanIx.workspace()).toEqual({
        id: '99999999-0000-4000-8000-000000000001',
        name: 'ExampleWorkspace',
        host: new URL(origin).host,
        role: 'ADMIN',
      });
    });
  });

  it('leaves the host in place of the workspace when it is opaque', () =>
    playScript([tokenIssued], async ({ origin }) => {
      const { host } = new URL(origin);
      expect(await connect(origin).leanIx.workspace()).toEqual({ id: host, name: host, host });
    }));

  it('is not asked for when the cache has it', () =>
    playScript([], async ({ origin }) => {
      const tokenCache = {
        load: async () => ({ accessToken: 'cached', expiresAt: Date.UTC(2027, 0, 1) }),
        save: async () => undefined,
      };
      const { leanIx, meter } = connect(origin, { tokenCache });
      await leanIx.checkToken();
      expect(meter.snapshot()).toEqual({});
    }));

  it('is wrong or expired', () =>
    playScript(
      [['POST /services/mtm/v1/oauth2/token', { status: 401, json: unauthorized.response.body }]],
      async ({ origin }) => {
        await expect(connect(origin).leanIx.checkToken()).rejects.toMatchObject({
          code: 'LX_TOKEN_EXPIRED',
          facts: { binding: 'leanix' },
        });
      },
    ));

  it('is rejected twice', () => {
    const refused: ScriptLine = [model, { status: 401, json: unauthorized.response.body }];
    return playScript([tokenIssued, refused, tokenIssued, refused], async ({ origin }) => {
      await expect(connect(origin).leanIx.dataModel()).rejects.toMatchObject({ code: 'LX_TOKEN_REJECTED' });
    });
  });

  it('may not do this', () =>
    playScript([tokenIssued, [model, { status: 403, json: {} }]], async ({ origin }) => {
      await expect(connect(origin).leanIx.dataModel()).rejects.toMatchObject({ code: 'LX_TOKEN_PERMISSION' });
    }));
});
