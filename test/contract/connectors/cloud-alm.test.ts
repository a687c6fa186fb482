import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCloudAlmBinding } from '../../../shared/connectors/cloud-alm/binding.ts';
import {
  type CloudAlm,
  connectCloudAlm,
  type LandscapePage,
} from '../../../shared/connectors/cloud-alm/connect-cloud-alm.ts';
import type { ConnectionOptions } from '../../../shared/connectors/http/http.ts';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import type { IssuedToken } from '../../../shared/connectors/http/token.ts';
import landscape from '../../fixtures/cloud-alm/landscape-objects.list.json' with { type: 'json' };
import tokenError from '../../fixtures/cloud-alm/token-error.401.json' with { type: 'json' };
import tokenResponse from '../../fixtures/cloud-alm/token-response.json' with { type: 'json' };
import { playScript, type ScriptLine } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const list = '/api/calm-landscape/v1/landscapeObjects';
const tokenIssued: ScriptLine = ['POST /uaa/oauth/token', { json: tokenResponse.body }];
const page = (offset: number, answer: ScriptLine[1]): ScriptLine => [
  `GET ${list}?limit=500&offset=${offset}`,
  answer,
];

function connect(origin: string, options: Partial<ConnectionOptions> = {}) {
  const meter = createMeter();
  const surroundings = stillSurroundings();
  const binding = parseCloudAlmBinding('calm', {
    endpoints: { Api: origin },
    uaa: { url: `${origin}/uaa`, clientid: 'me!b1|calm!b2', clientsecret: 'se+cr/et', identityzone: 'zone' },
  });
  return { calm: connectCloudAlm(binding, { meter, surroundings, ...options }), meter, surroundings };
}

async function pull(calm: CloudAlm, fromOffset?: number): Promise<LandscapePage[]> {
  const pages: LandscapePage[] = [];
  for await (const page of calm.pages(fromOffset)) pages.push(page);
  return pages;
}

const rows = (...ids: string[]) => ids.map((lmsId) => ({ lmsId, name: `name of ${lmsId}` }));
const idsOf = (pages: LandscapePage[]) => pages.map(({ objects }) => objects.map(({ nativeId }) => nativeId));

describe('connectCloudAlm', () => {
  it('pulls the recorded landscape: this is the whole ledger', () =>
    playScript(
      [tokenIssued, page(0, { json: landscape.body }), page(4, { json: [] })],
      async ({ origin, requests }) => {
        const { calm, meter } = connect(origin);
        const [first, last] = await pull(calm);
        expect(requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
          {
            method: 'POST',
            path: '/uaa/oauth/token',
            body: 'grant_type=client_credentials&client_id=me%21b1%7Ccalm%21b2&client_secret=se%2Bcr%2Fet',
          },
          { method: 'GET', path: `${list}?limit=500&offset=0`, body: '' },
          { method: 'GET', path: `${list}?limit=500&offset=4`, body: '' },
        ]);
        expect(requests[1]?.headers.authorization).toBe('Bearer eyJhbGciOi...');
        expect(meter.snapshot()['cloud-alm']?.requests).toBe(3);
        expect(calm.tenant).toBe('zone');
        expect(first).toMatchObject({ offset: 0, nextOffset: 4, last: false });
        expect(first?.objects[0]).toEqual({
          kind: 'CloudService',
          nativeId: 'a863426f-0000-4000-8000-000000000001',
          name: 'my400123',
          attributes: {
            serviceType: 'SAP_S4HANA',
            serviceTypeLabel: 'SAP S/4HANA Cloud',
            role: 'PROD',
            systemNumber: '000000000800123456',
            externalId: '0M4XXXX',
            source: 'IMPORTED',
            deploymentModel: 'SAP Public Cloud',
          },
        });
        expect(first?.objects[3]).toEqual({
          kind: 'BusinessService',
          nativeId: 'a863426f-0000-4000-8000-000000000004',
          name: 'Order to Cash EMEA',
          attributes: { role: 'PROD', source: 'MANUAL' },
        });
        expect(last).toEqual({ objects: [], offset: 4, nextOffset: 4, last: true });
      },
    ));

  it('passes on what it does not know, and what is missing as empty', () => {
    const odd = [
      {
        lmsId: 'a',
        name: null,
        objectType: 'Moon',
        role: 'LUNAR',
        systemNumber: 800123,
        description: 'new',
        tags: [1],
        on: true,
      },
      { name: 'nameless id', __proto__x: 'kept' },
    ];
    return playScript([tokenIssued, page(0, { json: odd }), page(2, { json: [] })], async ({ origin }) => {
      const [first] = await pull(connect(origin).calm);
      expect(first?.objects).toEqual([
        {
          kind: 'Moon',
          nativeId: 'a',
          name: '',
          attributes: { role: 'LUNAR', systemNumber: '800123', description: 'new' },
        },
        { kind: '', nativeId: '', name: 'nameless id', attributes: { __proto__x: 'kept' } },
      ]);
    });
  });

  it('goes on by the rows that came and ends at an empty page only', () => {
    const script = [
      tokenIssued,
      page(0, { json: rows('a', 'b', 'c') }),
      page(3, { json: rows('d') }),
      page(4, { json: rows('e', 'f') }),
      page(6, { json: [] }),
    ];
    return playScript(script, async ({ origin }) => {
      expect(idsOf(await pull(connect(origin).calm))).toEqual([['a', 'b', 'c'], ['d'], ['e', 'f'], []]);
    });
  });

  it('ends when a server ignores the offset', () =>
    playScript(
      [tokenIssued, page(0, { json: rows('a', 'b') }), page(2, { json: rows('a', 'b') })],
      async ({ origin }) => {
        const pages = await pull(connect(origin).calm);
        expect(pages.at(-1)).toEqual({ objects: [], offset: 2, nextOffset: 2, last: true });
      },
    ));

  it('brings an object that moved over a page border once', () =>
    playScript(
      [
        tokenIssued,
        page(0, { json: rows('a', 'b') }),
        page(2, { json: rows('b', 'c') }),
        page(4, { json: [] }),
      ],
      async ({ origin }) => {
        expect(idsOf(await pull(connect(origin).calm))).toEqual([['a', 'b'], ['c'], []]);
      },
    ));

  it('goes on where another burst stopped, and says an empty landscape is empty', () =>
    playScript([tokenIssued, page(500, { json: [] })], async ({ origin }) => {
      expect(await pull(connect(origin).calm, 500)).toEqual([
        { objects: [], offset: 500, nextOffset: 500, last: true },
      ]);
    }));

  it('brings each object once, whatever the page size', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }), async (cap, size) => {
        const all = rows(...Array.from({ length: size }, (_, index) => `id-${index}`));
        const script: ScriptLine[] = [tokenIssued];
        for (let offset = 0; offset < size; offset += cap) {
          script.push(page(offset, { json: all.slice(offset, offset + cap) }));
        }
        script.push(page(size, { json: [] }));
        await playScript(script, async ({ origin }) => {
          expect(idsOf(await pull(connect(origin).calm)).flat()).toEqual(all.map(({ lmsId }) => lmsId));
        });
      }),
      { numRuns: 15 },
    ));

  it.each([100, 1])('reads all of a server that caps its pages at %i', (cap) => {
    const all = rows(...Array.from({ length: cap * 2 + 1 }, (_, index) => `id-${index}`));
    const script: ScriptLine[] = [tokenIssued];
    for (let offset = 0; offset < all.length; offset += cap) {
      script.push(page(offset, { json: all.slice(offset, offset + cap) }));
    }
    script.push(page(all.length, { json: [] }));
    return playScript(script, async ({ origin }) => {
      const pages = await pull(connect(origin).calm);
      expect(idsOf(pages).flat()).toEqual(all.map(({ lmsId }) => lmsId));
      expect(pages.at(-1)).toMatchObject({ nextOffset: all.length, last: true });
    });
  });

  it('reads all of a server that ignores limit and offset', () => {
    const all = rows(...Array.from({ length: 1200 }, (_, index) => `id-${index}`));
    const script = [tokenIssued, page(0, { json: all }), page(1200, { json: all })];
    return playScript(script, async ({ origin }) => {
      const pages = await pull(connect(origin).calm);
      expect(idsOf(pages).map((ids) => ids.length)).toEqual([1200, 0]);
    });
  });

  it('reads numeric ids, and leaves nested members and people out', () => {
    const odd = [
      {
        lmsId: 4711,
        name: 'one',
        objectType: 'CloudService',
        tenant: { id: 'x', owners: [{ name: 'Jane' }] },
        links: ['https://mail.example'],
        contact: 'Jane Doe <jane.doe@mail.example>',
        contactPhone: null,
        role: 'PROD',
      },
      { lmsId: 4712, name: 'two' },
    ];
    return playScript([tokenIssued, page(0, { json: odd }), page(2, { json: [] })], async ({ origin }) => {
      const [first] = await pull(connect(origin).calm);
      expect(first?.objects).toEqual([
        { kind: 'CloudService', nativeId: '4711', name: 'one', attributes: { role: 'PROD' } },
        { kind: '', nativeId: '4712', name: 'two', attributes: {} },
      ]);
    });
  });

  it.each([null, undefined, '43199', 'later'])('takes a token that lives %j', (expires_in) => {
    const issued: ScriptLine = ['POST /uaa/oauth/token', { json: { access_token: 'opaque', expires_in } }];
    return playScript([issued, page(0, { json: [] })], async ({ origin, requests }) => {
      await pull(connect(origin).calm);
      expect(requests[1]?.headers.authorization).toBe('Bearer opaque');
    });
  });

  it('asks for a torn page again', () =>
    playScript(
      [
        tokenIssued,
        page(0, { json: rows('a'), fault: 'torn' }),
        page(0, { json: rows('a') }),
        page(1, { json: [] }),
      ],
      async ({ origin }) => {
        expect(idsOf(await pull(connect(origin).calm))).toEqual([['a'], []]);
      },
    ));

  it.each([{ json: { value: [] } }, { json: [{ lmsId: 'a' }, 'b'] }, { json: null }])(
    'does not take %j for a list',
    (answer) =>
      playScript([tokenIssued, page(0, answer)], async ({ origin }) => {
        await expect(pull(connect(origin).calm)).rejects.toMatchObject({ code: 'NET_SHAPE' });
      }),
  );
});

describe('what Cloud ALM refuses', () => {
  it('wrong credentials', () =>
    playScript([['POST /uaa/oauth/token', { status: 401, json: tokenError.body }]], async ({ origin }) => {
      await expect(connect(origin).calm.checkToken()).rejects.toMatchObject({
        code: 'CALM_CREDENTIALS',
        facts: { binding: 'calm', status: 401 },
      });
    }));

  it('a token answer without a token', () =>
    playScript([['POST /uaa/oauth/token', { json: { token_type: 'bearer' } }]], async ({ origin }) => {
      await expect(connect(origin).calm.checkToken()).rejects.toMatchObject({
        code: 'NET_SHAPE',
        facts: { at: 'access_token' },
      });
    }));

  it('a token it had just issued', () => {
    const refused = page(0, { status: 401, text: '', headers: { 'www-authenticate': 'Bearer' } });
    return playScript([tokenIssued, refused, tokenIssued, refused], async ({ origin }) => {
      await expect(pull(connect(origin).calm)).rejects.toMatchObject({ code: 'CALM_TOKEN_REJECTED' });
    });
  });

  it('a key without the scope, with the parameters to paste', () =>
    playScript([tokenIssued, page(0, { status: 403, json: { message: 'no' } })], async ({ origin }) => {
      await expect(pull(connect(origin).calm)).rejects.toMatchObject({
        code: 'CALM_SCOPE_MISSING',
        facts: {
          scope: 'calm-api.landscape.read',
          parameters:
            '{"xs-security":{"xsappname":"<instance name>","authorities":["$XSMASTERAPPNAME.calm-api.landscape.read",' +
            '"$XSMASTERAPPNAME.calm-api.subscriptions.read"],"oauth2-configuration":{"credential-types":["binding-secret"]}}}',
        },
      });
    }));

  it('a cached token that is older than the scope: a new one is tried once', () => {
    let kept: IssuedToken | undefined = { accessToken: 'old', expiresAt: Date.UTC(2027, 0, 1) };
    const tokenCache = {
      load: async () => kept,
      save: async (token: IssuedToken) => {
        kept = token;
      },
    };
    const script = [page(0, { status: 403, json: {} }), tokenIssued, page(0, { json: [] })];
    return playScript(script, async ({ origin, requests }) => {
      const { calm } = connect(origin, { tokenCache });
      await calm.checkToken();
      expect(requests).toEqual([]);
      expect(await pull(calm)).toHaveLength(1);
      expect(kept?.accessToken).toBe('eyJhbGciOi...');
      expect(kept?.expiresAt).toBe(Date.UTC(2026, 0, 15) + (43_199 - 300) * 1000);
    });
  });

  it('a cached token although a new one was tried', () => {
    const refused = page(0, { status: 403, json: {} });
    const tokenCache = {
      load: async () => ({ accessToken: 'old', expiresAt: Date.UTC(2027, 0, 1) }),
      save: async () => undefined,
    };
    return playScript([refused, tokenIssued, refused], async ({ origin }) => {
      await expect(pull(connect(origin, { tokenCache }).calm)).rejects.toMatchObject({
        code: 'CALM_SCOPE_MISSING',
      });
    });
  });
});
