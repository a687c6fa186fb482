// One key alone, in every form it is saved in, becomes a bound service that all verbs find.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBindingsFile } from '../../../shared/platform/bindings-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'landbridge-bindings-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = join(folder, 'key');
  writeFileSync(file, text);
  return readBindingsFile(file);
}

const key = {
  endpoints: { Api: 'https://eu10.alm.cloud.sap/api' },
  uaa: {
    clientid: 'sb-x!b1|sapcloudalm!b2',
    clientsecret: 'se+cret=',
    url: 'https://a.authentication.eu10.x',
  },
};
const alone = (name: string, credentials: object) => ({
  'user-provided': [{ name, label: 'user-provided', tags: [], credentials }],
});

describe('a bindings file', () => {
  it.each([
    ['default-env.json', JSON.stringify({ VCAP_SERVICES: { any: [{ name: 'x' }] } })],
    ['VCAP_SERVICES itself, with a byte order mark', `\ufeff${JSON.stringify({ any: [{ name: 'x' }] })}`],
  ])('is read as %s', async (_, text) => {
    expect(await read(text)).toEqual({ any: [{ name: 'x' }] });
  });

  it.each([
    ['a service key', JSON.stringify(key)],
    ['a binding as the cockpit shows it', JSON.stringify({ credentials: key })],
    ['its base64', Buffer.from(JSON.stringify(key)).toString('base64')],
    ['its base64 in lines', Buffer.from(JSON.stringify(key)).toString('base64').replace(/.{60}/g, '$&\n')],
  ])('is read as %s', async (_, text) => {
    expect(await read(text)).toEqual(alone('calm-api', key));
  });

  it.each([
    'Authentication server: https://a.authentication.eu10.x\nClientId: sb-x!b1|calm!b2\nClientSecret: se+cret=\nURL: https://eu10.alm.cloud.sap\n',
    '# from the form\nAuthentication server = https://a.authentication.eu10.x\r\nClientId = "sb-x!b1|calm!b2"\r\nClientSecret = "se+cret="\r\nURL = https://eu10.alm.cloud.sap',
  ])('is read as lines of the four single fields: %j', async (text) => {
    expect(await read(text)).toEqual(
      alone('calm-api', {
        'Authentication server': 'https://a.authentication.eu10.x',
        ClientId: 'sb-x!b1|calm!b2',
        ClientSecret: 'se+cret=',
        URL: 'https://eu10.alm.cloud.sap',
      }),
    );
  });

  it('is read as host and token of LeanIX, and as a key of Cloud Integration', async () => {
    const leanIx = { 'LeanIX Host': 'acme.leanix.net', 'API Token': 'LXT_x' };
    expect(await read(JSON.stringify(leanIx))).toEqual(alone('leanix', leanIx));
    const oauth = { oauth: { clientid: 'c', clientsecret: 's', url: 'https://u', tokenurl: 'https://t' } };
    expect(await read(JSON.stringify(oauth))).toEqual(alone('cloud-integration', oauth));
  });

  it.each(['', 'no key', '[]', '7', '{"a":"b"}', 'AAAAAAAAAAAAAAAAAAAA', 'one: line'])(
    'is refused as %j, which is not quoted',
    async (text) => {
      await expect(read(text)).rejects.toMatchObject({
        code: 'CFG_BINDINGS_UNREADABLE',
        facts: { file: join(folder, 'key') },
      });
    },
  );
});
