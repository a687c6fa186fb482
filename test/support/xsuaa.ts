// An XSUAA on loopback over real TLS: publishes its keys, issues tokens of client credentials, and signs whatever
// token a test asks for, right or wrong. Its certificate is of an authority of its own, which this process trusts
// until the test is over; another process is told by NODE_EXTRA_CA_CERTS.
import { createHmac, createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import { onTestFinished } from 'vitest';
import { type Authority, makeAuthority } from './certificates.ts';

export interface TokenWish {
  /** Local scopes: `View` becomes `<xsappname>.View`. */
  scopes?: readonly string[];
  /** Claims in place of those of a person who signed in. */
  claims?: Record<string, unknown>;
  /** Signed by a key that XSUAA does not know; not signed at all; by HMAC with the public key as its secret. */
  forged?: 'key' | 'none' | 'hmac';
  header?: Record<string, unknown>;
}

export interface XsuaaCredentials {
  clientid: string;
  clientsecret: string;
  xsappname: string;
  uaadomain: string;
  url: string;
  identityzone: string;
  tenantmode: string;
}

export interface Xsuaa {
  /** As in a binding, with a client secret. */
  credentials: XsuaaCredentials;
  /** A bound service of the label xsuaa. */
  service: { name: string; label: string; credentials: XsuaaCredentials };
  /** Of its own certificate: the one to trust. */
  authority: Authority;
  /** `GET /token_keys?zid=…` in order. */
  requests: string[];
  sign(wish?: TokenWish): string;
}

export interface XsuaaOptions {
  xsappname?: string;
  /** Scopes of a token that is fetched with the client credentials. */
  clientScopes?: readonly string[];
}

const kid = 'default-jwt-key-1';
const zid = '7b6f3c1e-zone';
type Keys = ReturnType<typeof makeKeys>;

const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
/** They take long to make, so an application keeps its own from test to test. */
const made = new Map<string, Keys>();

function keysOf(owner: string): Keys {
  const keys = made.get(owner) ?? makeKeys();
  made.set(owner, keys);
  return keys;
}

const clientSecret = 'a-client-secret-of-the-application=';
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Closed when the test is over. */
export async function startXsuaa(options: XsuaaOptions = {}): Promise<Xsuaa> {
  const { xsappname = 'landbridge!t1', clientScopes = [] } = options;
  const authority = makeAuthority();
  const keys = keysOf(xsappname);
  const clientid = `sb-${xsappname}`;
  const requests: string[] = [];
  const server = createServer(authority.issue('localhost'), async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url ?? '/', 'https://localhost');
    const form = new URLSearchParams(await text(request));
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (pathname === '/token_keys') {
      const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
      answer(200, { keys: [{ ...jwk, value: pemOf(keys.publicKey) }] });
    } else if (pathname === '/oauth/token' && form.get('client_secret') === clientSecret) {
      const token = sign({ scopes: clientScopes, claims: clientClaims(clientid) });
      answer(200, { access_token: token, token_type: 'bearer', expires_in: 43_199 });
    } else {
      answer(401, { error: 'unauthorized', error_description: 'Bad credentials' });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `https://localhost:${port}`;

  function sign({ scopes = [], claims = {}, forged, header = {} }: TokenWish = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const alg = forged === 'none' ? 'none' : forged === 'hmac' ? 'HS256' : 'RS256';
    const content = [
      encode({ alg, typ: 'JWT', kid, jku: `${origin}/token_keys`, ...header }),
      encode({
        jti: randomUUID(),
        ...personClaims(clientid),
        scope: scopes.map((scope) => `${xsappname}.${scope}`),
        aud: [xsappname, clientid],
        iss: `${origin}/oauth/token`,
        zid,
        iat: now,
        exp: now + 600,
        ...claims,
      }),
    ].join('.');
    return `${content}.${signatureOf(content, keys, forged)}`;
  }

  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, authority.cert]);
  onTestFinished(async () => {
    tls.setDefaultCACertificates(before);
    authority.remove();
    server.close();
    server.closeAllConnections();
  });
  const credentials = {
    clientid,
    clientsecret: clientSecret,
    xsappname,
    uaadomain: `localhost:${port}`,
    url: origin,
    identityzone: 'example',
    tenantmode: 'dedicated',
  };
  return {
    credentials,
    service: { name: `xsuaa-${xsappname}`, label: 'xsuaa', credentials },
    authority,
    requests,
    sign,
  };
}

const personClaims = (clientid: string) => ({
  client_id: clientid,
  cid: clientid,
  azp: clientid,
  grant_type: 'authorization_code',
  sub: 'b1d5f2a0-user',
  user_id: 'b1d5f2a0-user',
  user_name: 'jane.doe@example.com',
  email: 'jane.doe@example.com',
  given_name: 'Jane',
  family_name: 'Doe',
  origin: 'sap.default',
});

const clientClaims = (clientid: string) => ({
  sub: clientid,
  client_id: clientid,
  cid: clientid,
  azp: clientid,
  grant_type: 'client_credentials',
  user_id: undefined,
  user_name: undefined,
  email: undefined,
});

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

function signatureOf(content: string, keys: Keys, forged: TokenWish['forged']): string {
  if (forged === 'none') return '';
  if (forged === 'hmac')
    return createHmac('sha256', pemOf(keys.publicKey)).update(content).digest('base64url');
  const { privateKey } = forged === 'key' ? keysOf('a forger') : keys;
  return createSign('RSA-SHA256').update(content).sign(privateKey).toString('base64url');
}
