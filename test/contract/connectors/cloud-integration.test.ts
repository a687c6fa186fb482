import { describe, expect, it } from 'vitest';
import { parseCloudIntegrationBinding } from '../../../shared/connectors/cloud-integration/binding.ts';
import { connectCloudIntegration } from '../../../shared/connectors/cloud-integration/connect-cloud-integration.ts';
import { lookAtCloudIntegration } from '../../../shared/connectors/cloud-integration/look-at-cloud-integration.ts';
import type { ConnectionOptions } from '../../../shared/connectors/http/http.ts';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import type { SourcePage } from '../../../shared/core/model.ts';
import { answerAll, playScript, type ScriptedAnswer } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const token = { access_token: 'token', token_type: 'bearer', expires_in: 4199 };
const design = (id: string) => `GET /api/v1/IntegrationPackages('${id}')/IntegrationDesigntimeArtifacts`;
const packages = 'GET /api/v1/IntegrationPackages';
const deployed = 'GET /api/v1/IntegrationRuntimeArtifacts';
const errorOf = (id: string) => `${deployed}('${id}')/ErrorInformation/$value`;
const list = (results: unknown[], next?: string): ScriptedAnswer => ({
  json: { d: { results, ...(next !== undefined && { __next: next }) } },
});

const runtimeArtifact = (Id: string, more: object = {}) => ({
  __metadata: { type: 'com.sap.hci.api.IntegrationRuntimeArtifact' },
  Id,
  Version: '1.4.2',
  Name: `Name of ${Id}`,
  Type: 'INTEGRATION_FLOW',
  DeployedBy: 'sb-ci-user',
  DeployedOn: '/Date(1777929300000)/',
  Status: 'STARTED',
  ErrorInformation: { __deferred: { uri: '…' } },
  ...more,
});
const designArtifact = (Id: string, PackageId: string, more: object = {}) => ({
  Id,
  Version: '1.4.2',
  PackageId,
  Name: `Name of ${Id}`,
  Description: '',
  Sender: '',
  Receiver: '',
  ...more,
});

const bindingAt = (origin: string) =>
  parseCloudIntegrationBinding('cpi', {
    oauth: {
      url: origin,
      tokenurl: `${origin}/uaa/oauth/token`,
      clientid: 'sb-me!b1|it!b2',
      clientsecret: 'se$cret=',
      identityzone: 'acme',
    },
  });

function connect(origin: string, options: Partial<ConnectionOptions> = {}) {
  const meter = createMeter();
  const surroundings = stillSurroundings();
  return {
    cpi: connectCloudIntegration(bindingAt(origin), { meter, surroundings, ...options }),
    meter,
    surroundings,
  };
}

async function pull({ cpi }: ReturnType<typeof connect>, from?: number, known?: ReadonlySet<string>) {
  const pages: SourcePage[] = [];
  for await (const page of cpi.pages(from, known)) pages.push(page);
  return { pages, objects: pages.flatMap(({ objects }) => objects) };
}

describe('connectCloudIntegration', () => {
  it('fetches its token with a Basic header at the address of the key', () =>
    playScript([['POST /uaa/oauth/token', { json: token }]], async ({ origin, requests }) => {
      await connect(origin).cpi.checkToken();
      const basic = Buffer.from('sb-me!b1|it!b2:se$cret=').toString('base64');
      expect(requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
      expect(requests[0]?.body).toBe('grant_type=client_credentials');
    }));

  it('joins what is deployed with what is designed, package by package', async () => {
    const answers = {
      'POST /uaa/oauth/token': { json: token },
      [deployed]: list([
        runtimeArtifact('Orders_Replicate_S4'),
        runtimeArtifact('Orphan', { DeployedBy: 'jane.doe@acme.example', Status: 'STARTING' }),
        runtimeArtifact('Values', { Type: 'VALUE_MAPPING' }),
        runtimeArtifact('Broken', { Status: 'ERROR' }),
      ]),
      [packages]: list([
        { Id: 'Orders', Name: 'Order flows' },
        { Id: "It's", Name: 'Quoted' },
      ]),
      [design('Orders')]: list([
        designArtifact('Orders_Replicate_S4', 'Orders', {
          Version: '1.5.0',
          Description: 'Sends orders',
          Sender: 'Shop',
          Receiver: 'S4H',
        }),
        designArtifact('Draft', 'Orders', { Version: 'Active' }),
      ]),
      [design("It''s")]: list([designArtifact('Broken', "It's")]),
      [errorOf('Broken')]: {
        json: {
          message: {
            subsystemName: 'CONTENT_DEPLOY',
            messageId: 'BUNDLE_INSTALL_FAILED',
            messageText: 'Failed',
          },
          parameter: ['Validation of jane.doe@acme.example failed'],
          childMessageInstances: [],
        },
      },
    };
    await answerAll(answers, async ({ origin, asked }) => {
      const { objects, pages } = await pull(connect(origin));
      expect(asked.toSorted()).toEqual(Object.keys(answers).toSorted());
      expect(pages.at(-1)).toMatchObject({ nextOffset: 2, last: true });
      const host = new URL(origin).host;
      const deployedOn = '2026-05-04T21:15:00.000Z';
      expect(objects).toEqual([
        {
          kind: 'INTEGRATION_FLOW',
          nativeId: 'Broken',
          name: 'Name of Broken',
          attributes: {
            status: 'Error',
            version: '1.4.2',
            designVersion: '1.4.2',
            packageId: "It's",
            package: 'Quoted',
            deployedOn,
            deployedBy: 'sb-ci-user',
            errorText: 'Failed: Validation of [address] failed',
            tenantHost: host,
          },
        },
        {
          kind: 'INTEGRATION_FLOW',
          nativeId: 'Orders_Replicate_S4',
          name: 'Name of Orders_Replicate_S4',
          attributes: {
            status: 'Started',
            version: '1.4.2',
            designVersion: '1.5.0',
            description: 'Sends orders',
            packageId: 'Orders',
            package: 'Order flows',
            sender: 'Shop',
            receiver: 'S4H',
            deployedOn,
            deployedBy: 'sb-ci-user',
            tenantHost: host,
          },
        },
        {
          kind: 'INTEGRATION_FLOW',
          nativeId: 'Draft',
          name: 'Name of Draft',
          attributes: {
            status: 'NotDeployed',
            version: 'Active',
            designVersion: 'Active',
            packageId: 'Orders',
            package: 'Order flows',
            tenantHost: host,
          },
        },
        {
          kind: 'INTEGRATION_FLOW',
          nativeId: 'Orphan',
          name: 'Name of Orphan',
          attributes: { status: 'Starting', version: '1.4.2', deployedOn, tenantHost: host },
        },
        {
          kind: 'VALUE_MAPPING',
          nativeId: 'Values',
          name: 'Name of Values',
          attributes: {
            status: 'Started',
            version: '1.4.2',
            deployedOn,
            deployedBy: 'sb-ci-user',
            tenantHost: host,
          },
        },
      ]);
    });
  });

  it('follows the link to the next page by its query, wherever it points, and no link twice', async () => {
    const next = 'https://elsewhere.example/api/v1/IntegrationRuntimeArtifacts?$skiptoken=1000';
    await answerAll(
      {
        'POST /uaa/oauth/token': { json: token },
        [deployed]: list([runtimeArtifact('A')], next),
        [`${deployed}?$skiptoken=1000`]: list([runtimeArtifact('B')], next),
        [packages]: list([]),
      },
      async ({ origin, asked }) => {
        const { objects } = await pull(connect(origin));
        expect(objects.map(({ nativeId }) => nativeId)).toEqual(['A', 'B']);
        expect(asked).toHaveLength(4);
      },
    );
  });

  it('goes on where an earlier burst stopped, without what it was given', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `P${String(index).padStart(2, '0')}`);
    const answers = {
      'POST /uaa/oauth/token': { json: token },
      [deployed]: list(ids.map((id) => runtimeArtifact(`flow-${id}`))),
      [packages]: list(ids.toReversed().map((Id) => ({ Id, Name: Id }))),
      ...Object.fromEntries(ids.map((id) => [design(id), list([designArtifact(`flow-${id}`, id)])])),
    };
    await answerAll(answers, async ({ origin, asked }) => {
      const whole = await pull(connect(origin));
      expect(whole.pages.map(({ nextOffset }) => nextOffset)).toEqual([10, 12, 12]);
      const first = whole.pages[0]?.objects ?? [];
      asked.length = 0;
      const rest = await pull(connect(origin), 10, new Set(first.map(({ nativeId }) => nativeId)));
      expect([...first, ...rest.objects]).toEqual(whole.objects);
      expect(asked.filter((request) => request.includes('Designtime'))).toHaveLength(2);
    });
  });

  it('waits once while the error information is not there yet, and does without it then', async () => {
    const answers = {
      'POST /uaa/oauth/token': { json: token },
      [deployed]: list([runtimeArtifact('Broken', { Status: 'ERROR' })]),
      [packages]: list([]),
      [errorOf('Broken')]: { status: 204, text: '' },
    };
    await answerAll(answers, async ({ origin, asked }) => {
      const connection = connect(origin);
      const { objects } = await pull(connection);
      expect(objects[0]?.attributes).toMatchObject({ status: 'Error' });
      expect(objects[0]?.attributes).not.toHaveProperty('errorText');
      expect(asked.filter((request) => request === errorOf('Broken'))).toHaveLength(2);
      expect(connection.surroundings.waits).toEqual([2000]);
    });
  });

  it('passes over packages that an access policy hides, and says which', async () => {
    const answers = {
      'POST /uaa/oauth/token': { json: token },
      [deployed]: list([runtimeArtifact('Payroll')]),
      [packages]: list([{ Id: 'HR' }, { Id: 'Open' }]),
      [design('HR')]: { status: 403, json: {} },
      [design('Open')]: list([]),
    };
    await answerAll(answers, async ({ origin }) => {
      const { objects } = await pull(connect(origin));
      expect(objects[0]?.attributes).toMatchObject({ hiddenPackages: 'HR' });
    });
  });

  it('passes over a package that was deleted since they were listed', async () => {
    const answers = {
      'POST /uaa/oauth/token': { json: token },
      [deployed]: list([runtimeArtifact('A')]),
      [packages]: list([{ Id: 'Gone' }, { Id: 'Open' }]),
      [design('Gone')]: { status: 404, json: {} },
      [design('Open')]: list([designArtifact('A', 'Open')]),
    };
    await answerAll(answers, async ({ origin }) => {
      const { objects } = await pull(connect(origin));
      expect(objects.map(({ attributes }) => attributes.packageId)).toEqual(['Open']);
    });
  });

  it.each([
    ['CPI_CREDENTIALS', { 'POST /uaa/oauth/token': { status: 401, json: {} } }, {}],
    [
      'CPI_TOKEN_REJECTED',
      { [deployed]: { status: 401, json: {} }, [packages]: { status: 401, json: {} } },
      {},
    ],
    ['CPI_ROLE_MISSING', { [deployed]: { status: 403, json: {} } }, { role: 'MonitoringDataRead' }],
    ['CPI_ROLE_MISSING', { [packages]: { status: 403, json: {} } }, { role: 'WorkspacePackagesRead' }],
    ['CPI_ROLE_MISSING', { [design('Only')]: { status: 403, json: {} } }, { role: 'WorkspacePackagesRead' }],
    ['NET_SHAPE', { [deployed]: { json: { value: [] } } }, { path: '/IntegrationRuntimeArtifacts' }],
  ])('%s for %j', async (code, refusal, facts) => {
    const answers: Record<string, ScriptedAnswer> = {
      'POST /uaa/oauth/token': { json: token },
      [deployed]: list([]),
      [packages]: list([{ Id: 'Only' }]),
      [design('Only')]: list([]),
      ...refusal,
    };
    await answerAll(answers, async ({ origin }) => {
      await expect(pull(connect(origin))).rejects.toMatchObject({ code, facts });
    });
  });
});

describe('lookAtCloudIntegration', () => {
  const look = (origin: string) =>
    lookAtCloudIntegration(bindingAt(origin), { meter: createMeter(), surroundings: stillSurroundings() });

  it('keeps an answer without a token as evidence, as it keeps a refusal', () =>
    playScript([['POST /uaa/oauth/token', { json: { token: 'elsewhere' } }]], async ({ origin }) => {
      expect(await look(origin)).toMatchObject({
        tokenHost: { host: new URL(origin).host },
        token: { problem: { code: 'NET_SHAPE', facts: { path: '/oauth/token' } } },
        reads: [],
      });
    }));
});
