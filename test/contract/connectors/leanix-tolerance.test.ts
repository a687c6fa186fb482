// What another LeanIX than the recorded one may leave out or send otherwise, and what is made of it.
import { describe, expect, it } from 'vitest';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import {
  connectLeanIx,
  type FactSheetPage,
  type LeanIx,
} from '../../../shared/connectors/leanix/connect-leanix.ts';
import tokenAnswer from '../../fixtures/leanix/01-auth-token.json' with { type: 'json' };
import { playScript, type ReceivedRequest, type ScriptLine } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const graphql = 'POST /services/pathfinder/v1/graphql';
const token = 'POST /services/mtm/v1/oauth2/token';
const model = 'GET /services/pathfinder/v1/models/dataModel';
const tokenIssued: ScriptLine = [token, { json: tokenAnswer.response.body }];
const selection = { type: 'Application', fields: [], externalIdField: 'externalId', hasLifecycle: true };

function connect(origin: string): LeanIx {
  const options = { meter: createMeter(), surroundings: stillSurroundings() };
  return connectLeanIx({ name: 'leanix', origin, apiToken: 'LXT_s3cret' }, options);
}

async function pagesOf(leanIx: LeanIx): Promise<FactSheetPage[]> {
  const pages: FactSheetPage[] = [];
  for await (const page of leanIx.factSheetPages(selection)) pages.push(page);
  return pages;
}

function side(nodes: Record<string, unknown>[] = [], endCursor: string | null = null) {
  const edges = nodes.map((node) => ({ node: { id: 'a', rev: 1, ...node } }));
  return { totalCount: nodes.length, pageInfo: { hasNextPage: endCursor !== null, endCursor }, edges };
}

const answered = (data: object): ScriptLine => [graphql, { json: { data } }];
const empty = { active: side(), archived: side() };
const asksForTags = ({ body }: ReceivedRequest) => body.includes('allTags');

describe('the tags of the workspace', () => {
  it.each([{}, { edges: null }, { edges: [null, { node: null }, { node: { id: null, name: 'x' } }] }])(
    'are none when they are sent as %j',
    (allTags) =>
      playScript([tokenIssued, answered({ ...empty, allTags })], async ({ origin }) => {
        expect(await pagesOf(connect(origin))).toMatchObject([{ tags: [] }]);
      }),
  );

  it.each([undefined, null, 'none'])('are not told when they are sent as %j', (allTags) =>
    playScript([tokenIssued, answered({ ...empty, allTags })], async ({ origin }) => {
      const [page = {}] = await pagesOf(connect(origin));
      expect('tags' in page).toBe(false);
    }),
  );

  it('are read one by one', () => {
    const edges = [
      null,
      { node: { id: 't1', name: 'one', tagGroup: { name: null } } },
      { node: { id: 7 } },
      { node: { id: 't2', name: null, tagGroup: null } },
    ];
    return playScript([tokenIssued, answered({ ...empty, allTags: { edges } })], async ({ origin }) => {
      const [page] = await pagesOf(connect(origin));
      expect(page?.tags).toEqual([
        { id: 't1', name: 'one', group: '' },
        { id: 't2', name: '', group: '' },
      ]);
    });
  });

  it.each([
    { message: "Validation error of type FieldUndefined: Field 'allTags' in type 'Query' is undefined" },
    { message: 'Cannot query field "tagGroup" on type "Tag".' },
    { message: 'No permission', path: ['allTags'] },
  ])('are not asked for again on this connection once refused: $message', (error) => {
    const refused: ScriptLine = [graphql, { json: { data: null, errors: [error] } }];
    const script = [
      tokenIssued,
      refused,
      answered({ active: side([{ id: 'a' }], '1'), archived: side() }),
      answered({ active: side([{ id: 'b' }]) }),
      answered(empty),
    ];
    return playScript(script, async ({ origin, requests }) => {
      const leanIx = connect(origin);
      const [first, second] = await pagesOf(leanIx);
      expect(first).toMatchObject({ active: [{ id: 'a' }] });
      const [again] = await pagesOf(leanIx);
      for (const page of [first, second, again]) expect(page && 'tags' in page).toBe(false);
      expect(requests.slice(1).map(asksForTags)).toEqual([true, false, false, false]);
    });
  });

  it.each([
    [{ data: { allTags: { edges: [{ node: { id: 't1', name: 'one', tagGroup: null } }] } } }, ['one']],
    [{ data: { allTags: { edges: [] } } }, []],
    [{ data: { allTags: null } }, undefined],
    [{ data: null, errors: [{ message: 'No permission', path: ['allTags'] }] }, undefined],
  ])('are asked for alone: %j', (json, names) =>
    playScript([tokenIssued, [graphql, { json }]], async ({ origin, requests }) => {
      expect((await connect(origin).tags())?.map(({ name }) => name)).toEqual(names);
      expect(requests[1]?.body).not.toContain('allFactSheets');
    }),
  );

  it('asked for alone are not told from another fault by silence', () =>
    playScript(
      [tokenIssued, [graphql, { json: { errors: [{ message: 'Storage at 90 percentage' }] } }]],
      async ({ origin }) => {
        await expect(connect(origin).tags()).rejects.toMatchObject({ code: 'LX_GRAPHQL_200_ERRORS' });
      },
    ));

  it('are asked for again when they were not what was refused', () => {
    const refused: ScriptLine = [graphql, { json: { errors: [{ message: 'the tags of a fact sheet' }] } }];
    const broken: ScriptLine = [graphql, { json: { errors: [{ message: 'Storage at 90 percentage' }] } }];
    const script = [tokenIssued, broken, refused, refused, answered(empty)];
    return playScript(script, async ({ origin, requests }) => {
      const leanIx = connect(origin);
      await expect(pagesOf(leanIx)).rejects.toMatchObject({ code: 'LX_GRAPHQL_200_ERRORS' });
      await expect(pagesOf(leanIx)).rejects.toMatchObject({ code: 'LX_GRAPHQL_200_ERRORS' });
      await pagesOf(leanIx);
      expect(requests.slice(1).map(asksForTags)).toEqual([true, true, false, true]);
    });
  });
});

describe('a page of fact sheets', () => {
  it('may hold null wherever a fact sheet holds nothing', () => {
    const bare = {
      name: null,
      displayName: null,
      category: null,
      updatedAt: null,
      status: null,
      tags: null,
      lifecycle: null,
      externalId: null,
    };
    const partly = {
      id: 'b',
      tags: [null, { id: 't1' }, { id: null }],
      externalId: { externalId: null },
      lifecycle: {
        phases: [
          null,
          { phase: 'plan', startDate: null },
          { phase: 'active', startDate: '2025-01-01' },
          { phase: 'phaseOut' },
          { phase: 'endOfLife', startDate: '' },
        ],
      },
    };
    const phaseless = { id: 'c', lifecycle: { phases: null } };
    const data = { active: side([bare, partly, phaseless]), archived: side() };
    return playScript([tokenIssued, answered(data)], async ({ origin }) => {
      const [page] = await pagesOf(connect(origin));
      expect(page?.active).toMatchObject([
        { id: 'a', name: '', status: 'ACTIVE', tagIds: [], lifecycle: [], externalId: '' },
        { tagIds: ['t1'], lifecycle: [{ phase: 'active', startDate: '2025-01-01' }], externalId: '' },
        { id: 'c', lifecycle: [] },
      ]);
    });
  });

  it('may count in text', () => {
    const data = { active: { ...side([{ rev: '3' }]), totalCount: '1' }, archived: side() };
    return playScript([tokenIssued, answered(data)], async ({ origin }) => {
      expect(await pagesOf(connect(origin))).toMatchObject([{ activeTotal: 1, active: [{ rev: 3 }] }]);
    });
  });

  it.each([null, [], undefined])('has no errors when they are %j', (errors) =>
    playScript([tokenIssued, [graphql, { json: { data: empty, errors } }]], async ({ origin }) => {
      expect(await pagesOf(connect(origin))).toHaveLength(1);
    }),
  );

  it.each([
    { errors: [{ message: 'Nothing is left' }], message: 'Nothing is left' },
    { errors: [null], message: '' },
  ])('is refused also without data: %j', ({ errors, message }) =>
    playScript([tokenIssued, [graphql, { json: { errors } }]], async ({ origin }) => {
      await expect(pagesOf(connect(origin))).rejects.toMatchObject({
        code: 'LX_GRAPHQL_200_ERRORS',
        facts: { message },
      });
    }),
  );

  it('must not have gaps', () => {
    const gap = { ...side(), totalCount: 1, edges: [{ node: null }] };
    return playScript([tokenIssued, answered({ active: gap, archived: side() })], async ({ origin }) => {
      await expect(pagesOf(connect(origin))).rejects.toMatchObject({ code: 'NET_SHAPE' });
    });
  });
});

it('reads a data model around what is odd in it', () => {
  const factSheets = {
    Application: {
      fields: {
        alias: { type: 'STRING', values: null },
        gone: null,
        odd: 'STRING',
        untyped: {},
        role: { type: 'SINGLE_SELECT', values: ['a', null, 7, 'b'] },
        plain: { type: 'STRING', values: 'a' },
      },
      relations: ['relToParent', null],
    },
    Gone: null,
    Odd: 'x',
    List: [],
    Bare: { fields: null, relations: null },
  };
  const externalIdFields = {
    externalId: { readOnly: null, uniqueFactSheet: true, forFactSheets: ['Application', null] },
    gone: null,
    odd: 7,
  };
  const answer: ScriptLine = [model, { json: { data: { factSheets, externalIdFields } } }];
  return playScript([tokenIssued, answer], async ({ origin }) => {
    expect(await connect(origin).dataModel()).toEqual({
      types: {
        Application: {
          fields: {
            alias: { type: 'STRING' },
            untyped: { type: '' },
            role: { type: 'SINGLE_SELECT', values: ['a', 'b'] },
            plain: { type: 'STRING' },
          },
          relations: { relToParent: { targetType: '', fields: {} } },
        },
        Bare: { fields: {}, relations: {} },
      },
      externalIdFields: { externalId: { readOnly: false, unique: true, forTypes: ['Application'] } },
    });
  });
});

describe('a token', () => {
  it.each([null, undefined, '3599', 'later'])('may live for %j', (expires_in) =>
    playScript(
      [
        [token, { json: { access_token: 'opaque', expires_in } }],
        [model, { json: { data: {} } }],
      ],
      async ({ origin, requests }) => {
        const leanIx = connect(origin);
        await leanIx.checkToken();
        expect(await leanIx.dataModel()).toEqual({ types: {}, externalIdFields: {} });
        expect(requests[1]?.headers.authorization).toBe('Bearer opaque');
      },
    ),
  );

  const claimed = (claims: unknown) =>
    `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  it.each([
    'opaque',
    'a.b.c',
    claimed(null),
    claimed({ principal: null }),
    claimed({ principal: { permission: { workspaceId: null } } }),
  ])('that names no workspace leaves the host in its place: %s', (access_token) =>
    playScript([[token, { json: { access_token } }]], async ({ origin }) => {
      const { host } = new URL(origin);
      expect(await connect(origin).workspace()).toEqual({ id: host, name: host, host });
    }),
  );
});
