// The token service of the Cloud Integration tenant: client credentials as Basic header or form body, its own
// client and secret (systems-and-peers 5.1).
import { Hono } from 'hono';
import { type IntegrationCredentials, withCertificateSuffix } from '../credentials.ts';
import type { TokenIssuer } from '../tokens.ts';
import { roles } from './content-api.ts';

/** assumption: as Cloud ALM's. */
const lifetimeSeconds = 43_199;

/** Clients of these suffixes have the same secret and other roles. */
const rolesBySuffix: Readonly<Record<string, readonly string[]>> = {
  '': [roles.runtime, roles.design],
  '-nodesign': [roles.runtime],
  '-noruntime': [roles.design],
  '-allpolicies': [roles.runtime, roles.design, roles.protected],
  [withCertificateSuffix]: [roles.runtime, roles.design],
};

export interface IntegrationXsuaaOptions {
  credentials: IntegrationCredentials;
  issuer: TokenIssuer;
  onIssued: (token: string) => void;
}

export function createIntegrationXsuaa({ credentials, issuer, onIssued }: IntegrationXsuaaOptions): Hono {
  const app = new Hono();
  let issued = 0;

  app.post('/oauth/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    if ((form.get('grant_type') ?? c.req.query('grant_type')) !== 'client_credentials') {
      return c.json({ error: 'unsupported_grant_type', error_description: 'Unsupported grant type' }, 400);
    }
    const [clientId, secret] = readBasic(c.req.header('Authorization')) ?? [
      form.get('client_id') ?? '',
      form.get('client_secret') ?? '',
    ];
    const granted = rolesBySuffix[clientId.slice(credentials.clientId.length)];
    const isKnown = clientId.startsWith(credentials.clientId) && granted !== undefined;
    const isProven = clientId.endsWith(withCertificateSuffix) || secret === credentials.clientSecret;
    if (!isKnown || !isProven) {
      return c.json({ error: 'unauthorized', error_description: 'Bad credentials' }, 401);
    }
    issued += 1;
    const scope = granted.map((role) => `it!b0000.${role}`);
    const claims = { jti: String(issued), scope, client_id: clientId, zid: credentials.identityZone };
    const token = issuer.issue(claims, lifetimeSeconds);
    onIssued(token);
    return c.json({
      access_token: token,
      token_type: 'bearer',
      expires_in: lifetimeSeconds,
      scope: scope.join(' '),
      jti: String(issued),
    });
  });

  return app;
}

function readBasic(header: string | undefined): [string, string] | undefined {
  const encoded = /^Basic (\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return [clientId, secret.join(':')];
}
