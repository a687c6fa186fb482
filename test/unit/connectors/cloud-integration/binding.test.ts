import { describe, expect, it } from 'vitest';
import { parseCloudIntegrationBinding } from '../../../../shared/connectors/cloud-integration/binding.ts';

const url = 'https://acme.it-cpi018.cfapps.eu10.hana.ondemand.com';
const tokenurl = 'https://acme-int.authentication.eu10.hana.ondemand.com/oauth/token';
const oauth = { clientid: 'sb-1!b2|it!b3', clientsecret: 'secret$x=', url, tokenurl };
const parsed = {
  system: 'cloud-integration',
  name: 'cpi',
  apiUrl: `${url}/api/v1`,
  tokenUrl: tokenurl,
  clientId: 'sb-1!b2|it!b3',
  credential: { kind: 'secret', clientSecret: 'secret$x=' },
  tenant: 'acme-int',
};

describe('parseCloudIntegrationBinding', () => {
  it.each([
    ['the service key', { oauth: { ...oauth, createdate: '2026-01-01T00:00:00Z' } }],
    ['its members alone', oauth],
    ['a URL with the path', { oauth: { ...oauth, url: `${url}/api/v1/` } }],
    ['a URL without scheme and with /api', { oauth: { ...oauth, url: ` ${url.slice(8)}/api ` } }],
    ['a token URL without its path', { oauth: { ...oauth, tokenurl: tokenurl.slice(0, -12) } }],
    [
      'a token URL with a query',
      { oauth: { ...oauth, tokenurl: `${tokenurl}?grant_type=client_credentials` } },
    ],
    [
      'other spellings of the members',
      { url, tokenUrl: tokenurl, client_id: oauth.clientid, clientSecret: oauth.clientsecret },
    ],
    [
      'the block of other services',
      {
        url,
        uaa: { url: tokenurl.slice(0, -12), clientid: oauth.clientid, clientsecret: oauth.clientsecret },
      },
    ],
  ])('reads %s', (_, credentials) => {
    expect(parseCloudIntegrationBinding('cpi', credentials)).toEqual(parsed);
  });

  it.each([
    ['tokenurl', { tokenurl }],
    ['certurl where there is one', { tokenurl: 'https://other.example', certurl: tokenurl.slice(0, -12) }],
  ])('reads a key with a certificate, with its %s', (_, addresses) => {
    const { clientid } = oauth;
    const key = { clientid, url, certificate: 'A\\nB', key: 'C\\nD', ...addresses };
    const credential = { kind: 'x509', certificate: 'A\nB', privateKey: 'C\nD' };
    expect(parseCloudIntegrationBinding('cpi', { oauth: key })).toEqual({ ...parsed, credential });
  });

  it('misses the private key of a certificate that was made elsewhere', () => {
    const { clientsecret: _, ...rest } = oauth;
    expect(() => parseCloudIntegrationBinding('cpi', { oauth: { ...rest, certificate: 'A' } })).toThrow(
      expect.objectContaining({ facts: { binding: 'cpi', missing: 'oauth.key' } }),
    );
  });

  it('keeps the path of an Edge Integration Cell', () => {
    const edge = { ...oauth, url: 'https://edge.acme.example/location/berlin/api/v1' };
    expect(parseCloudIntegrationBinding('cpi', { oauth: edge }).apiUrl).toBe(edge.url);
  });

  it('takes the identity zone for the tenant where the key has one', () => {
    const binding = parseCloudIntegrationBinding('cpi', { oauth: { ...oauth, identityzone: 'zone' } });
    expect(binding.tenant).toBe('zone');
  });

  it.each([null, {}, { oauth: 'text' }, { oauth: { url: 7, clientid: ' ' } }])(
    'names all that %j lacks',
    (credentials) => {
      const missing = 'oauth.url, oauth.tokenurl, oauth.clientid, oauth.clientsecret';
      expect(() => parseCloudIntegrationBinding('cpi', credentials)).toThrow(
        expect.objectContaining({ code: 'CFG_BINDING_INCOMPLETE', facts: { binding: 'cpi', missing } }),
      );
    },
  );

  it('refuses plain HTTP elsewhere than on this machine', () => {
    expect(() =>
      parseCloudIntegrationBinding('cpi', { oauth: { ...oauth, url: 'http://acme.example' } }),
    ).toThrow(expect.objectContaining({ code: 'CFG_PLAIN_HTTP' }));
  });
});
