import { describe, expect, it } from 'vitest';
import { parseCloudAlmBinding } from '../../../../shared/connectors/cloud-alm/binding.ts';
import { LandbridgeError } from '../../../../shared/errors.ts';
import serviceKey from '../../../fixtures/cloud-alm/service-key.binding-secret.json' with { type: 'json' };

const uaa = {
  clientid: 'me!b1|calm!b2',
  clientsecret: 'se+cret',
  url: 'https://zone.authentication.eu10.example',
};

function errorOf(credentials: unknown): LandbridgeError {
  try {
    parseCloudAlmBinding('calm', credentials);
  } catch (error) {
    if (error instanceof LandbridgeError) return error;
  }
  throw new Error('no LandbridgeError was thrown');
}

describe('parseCloudAlmBinding', () => {
  it('reads the recorded service key', () => {
    expect(parseCloudAlmBinding('calm', serviceKey.body)).toEqual({
      system: 'cloud-alm',
      name: 'calm',
      apiUrl: 'https://example-calm.eu10.alm.cloud.sap/api',
      tokenUrl: 'https://example-calm.authentication.eu10.hana.ondemand.com/oauth/token',
      clientId: 'leanix_sync!b123456|sapcloudalm!b16907',
      credential: { kind: 'secret', clientSecret: '<secret>' },
      tenant: 'example-calm',
    });
  });

  it.each([
    'https://eu10.alm.cloud.sap',
    'https://eu10.alm.cloud.sap/',
    'https://eu10.alm.cloud.sap/api',
    'https://eu10.alm.cloud.sap/api/',
    ' eu10.alm.cloud.sap/api ',
  ])('reads endpoints.Api %j', (Api) => {
    const binding = parseCloudAlmBinding('calm', { endpoints: { Api }, uaa });
    expect(binding.apiUrl).toBe('https://eu10.alm.cloud.sap/api');
  });

  it.each([
    'https://zone.example',
    'https://zone.example/',
    'https://zone.example/oauth/token',
    'zone.example',
  ])('reads uaa.url %j, its tenant from the host', (url) => {
    const binding = parseCloudAlmBinding('calm', { endpoints: { Api: 'https://a' }, uaa: { ...uaa, url } });
    expect(binding.tokenUrl).toBe('https://zone.example/oauth/token');
    expect(binding.tenant).toBe('zone');
  });

  it('keeps a path before the token service, on this machine without TLS', () => {
    const binding = parseCloudAlmBinding('calm', {
      endpoints: { Api: 'http://localhost:4004' },
      uaa: { ...uaa, url: 'http://127.0.0.1:4004/uaa', identityzone: 'trial' },
    });
    expect(binding).toMatchObject({
      apiUrl: 'http://localhost:4004/api',
      tokenUrl: 'http://127.0.0.1:4004/uaa/oauth/token',
      tenant: 'trial',
    });
  });

  it.each([
    { credentials: undefined, missing: 'endpoints.Api, uaa.url, uaa.clientid, uaa.clientsecret' },
    { credentials: { endpoints: { Api: 'https://a' } }, missing: 'uaa.url, uaa.clientid, uaa.clientsecret' },
    { credentials: { endpoints: { Api: 'https://a' }, uaa: { ...uaa, url: undefined } }, missing: 'uaa.url' },
    { credentials: { endpoints: { Api: 'https://a' }, uaa: { ...uaa, url: 7 } }, missing: 'uaa.url' },
    { credentials: { endpoints: { Api: 'ftp://a' }, uaa }, missing: 'endpoints.Api' },
    { credentials: { endpoints: null, uaa }, missing: 'endpoints.Api' },
    {
      credentials: { endpoints: { Api: 'https://a' }, uaa: { ...uaa, clientsecret: '' } },
      missing: 'uaa.clientsecret',
    },
  ])('names what is missing: $missing', ({ credentials, missing }) => {
    const error = errorOf(credentials);
    expect(error).toMatchObject({ code: 'CFG_BINDING_INCOMPLETE', facts: { binding: 'calm', missing } });
  });

  it.each([
    { endpoints: { Api: 'http://eu10.alm.cloud.sap/api' }, uaa },
    { endpoints: { Api: 'https://a' }, uaa: { ...uaa, url: 'http://127.0.0.1.example' } },
    { endpoints: { Api: 'http://0.0.0.0' }, uaa },
  ])('refuses plain HTTP elsewhere: %j', (credentials) => {
    expect(errorOf(credentials).code).toBe('CFG_PLAIN_HTTP');
  });
});
