import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCloudAlmBinding } from '../../../../shared/connectors/cloud-alm/binding.ts';
import { readServiceKey } from '../../../../shared/connectors/cloud-alm/service-key.ts';

const url = 'https://eu10.alm.cloud.sap';
const tokens = 'https://acme.authentication.eu10.hana.ondemand.com';
const parsed = {
  system: 'cloud-alm',
  apiUrl: `${url}/api`,
  tokenUrl: `${tokens}/oauth/token`,
  clientId: 'sb-x!b1|sapcloudalm!b2',
  credential: { kind: 'secret', clientSecret: 'se+cret' },
  tenant: 'acme',
};
const clientid = parsed.clientId;
const clientsecret = 'se+cret';

describe('a Cloud ALM key', () => {
  it.each([
    ['a service key', { endpoints: { Api: `${url}/api` }, uaa: { clientid, clientsecret, url: tokens } }],
    [
      'a binding as the cockpit shows it',
      { credentials: { endpoints: { Api: url }, uaa: { clientid, clientsecret, url: `${tokens}/` } } },
    ],
    [
      'the four single fields, labelled as the form labels them',
      { 'Authentication server': tokens, ClientId: clientid, ClientSecret: clientsecret, URL: url },
    ],
    [
      'the four single fields with a token address',
      {
        token_url: `${tokens}/oauth/token`,
        client_id: clientid,
        client_secret: clientsecret,
        base_url: `${url}/api/`,
      },
    ],
    [
      'the flat key of an XSUAA with the address of the API',
      { url: tokens, clientid, clientsecret, endpoints: { Api: url } },
    ],
    [
      'addresses pasted twice over',
      { authServer: `${tokens}/oauth/token/oauth/token`, clientid, clientsecret, api: `${url}/api/api` },
    ],
  ])('is read from %s', (_, credentials) => {
    expect(parseCloudAlmBinding('calm', credentials)).toEqual({ name: 'calm', ...parsed });
  });

  it('is the same whatever case, blanks and marks its labels have', () => {
    const styles = fc.constantFrom(
      (label: string) => label.toUpperCase(),
      (label: string) => label.replaceAll(' ', '_'),
      (label: string) => label.replaceAll(' ', '-'),
      (label: string) => label.replaceAll(' ', ''),
      (label: string) => ` ${label}:`,
    );
    fc.assert(
      fc.property(fc.tuple(styles, styles, styles, styles), ([first, second, third, fourth]) => {
        const credentials = {
          [first('authentication server')]: tokens,
          [second('client id')]: clientid,
          [third('client secret')]: clientsecret,
          [fourth('url')]: url,
        };
        expect(parseCloudAlmBinding('calm', credentials)).toEqual({ name: 'calm', ...parsed });
      }),
    );
  });

  it('with a secret and a certificate is one with a secret, unless it says x509', () => {
    const both = { clientid, clientsecret, certificate: 'c', key: 'k', url: tokens, certurl: 'https://cert' };
    const of = (uaa: object) => parseCloudAlmBinding('calm', { endpoints: { Api: url }, uaa });
    expect(of(both).credential.kind).toBe('secret');
    expect(of({ ...both, 'credential-type': 'x509' })).toMatchObject({
      credential: { kind: 'x509', certificate: 'c', privateKey: 'k' },
      tokenUrl: 'https://cert/oauth/token',
    });
  });

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.anything(), (given) => readServiceKey(given).form !== undefined));
  });
});
