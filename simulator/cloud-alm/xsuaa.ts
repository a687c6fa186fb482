// The token service in front of Cloud ALM: client credentials as form body or Basic header (cloud-alm-api 1.3).
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { type Credentials, withCertificateSuffix, withoutScopeSuffix } from '../credentials.ts';
import type { TokenIssuer } from '../tokens.ts';

export const landscapeScope = 'calm-api.landscape.read';

/** cloud-alm-api 1.5 */
export const usualLifetimeSeconds = 43_199;

/** All that reads: what the key of a trial may do. */
export const usualScopes: readonly string[] = [
  landscapeScope,
  ...['subscriptions', 'projects', 'projects.private', 'projects.protected', 'tasks', 'features', 'bsm'],
  ...['analytics', 'analytics.providers', 'metrics', 'hm', 'jam', 'exm'],
].map((name) => (name === landscapeScope ? name : `calm-api.${name}.read`));

export interface XsuaaOptions {
  credentials: Credentials;
  issuer: TokenIssuer;
  origin: () => string;
  onIssued: (token: string) => void;
  /** Authorities of the instance, without the name of the master application. */
  scopes: readonly string[];
  lifetimeSeconds: number;
}

export function createXsuaa(options: XsuaaOptions): Hono {
  const { credentials, issuer, origin, onIssued, lifetimeSeconds } = options;
  const app = new Hono();
  let issued = 0;

  app.post('/oauth/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const grant = form.get('grant_type') ?? c.req.query('grant_type');
    if (grant !== 'client_credentials') {
      return c.json({ error: 'unsupported_grant_type', error_description: 'Unsupported grant type' }, 400);
    }
    const isEncoded = c.req.header('X-CF-ENCODED-CREDENTIALS') === 'true';
    const [clientId, secret] = readBasic(c.req.header('Authorization'), isEncoded) ?? [
      form.get('client_id'),
      form.get('client_secret'),
    ];
    const lacksScope = clientId === `${credentials.clientId}${withoutScopeSuffix}`;
    const hasCertificate = clientId === `${credentials.clientId}${withCertificateSuffix}`;
    const hasSecret =
      (clientId === credentials.clientId || lacksScope) && secret === credentials.clientSecret;
    if (!hasSecret && !hasCertificate) {
      // assumption Q-A3: the form of UAA.
      return c.json({ error: 'unauthorized', error_description: 'Bad credentials' }, 401);
    }
    issued += 1;
    const jti = createHash('md5').update(`${credentials.signingKey} ${issued}`).digest('hex');
    const scopes = lacksScope ? ['calm-api.tasks.read'] : options.scopes;
    const scope = [...scopes.map((name) => `calm!b0000.${name}`), 'uaa.resource'];
    const token = issuer.issue(
      {
        jti,
        scope,
        client_id: clientId,
        // The id of the tenant and, beside it, its subdomain.
        zid: credentials.tenantId,
        ext_attr: { enhancer: 'XSUAA', zdn: credentials.identityZone },
        iss: `${origin()}/uaa/oauth/token`,
      },
      lifetimeSeconds,
    );
    onIssued(token);
    return c.json({
      access_token: token,
      token_type: 'bearer',
      expires_in: lifetimeSeconds,
      scope: scope.join(' '),
      jti,
    });
  });

  return app;
}

/** A `+` in an unencoded Basic header arrives as a blank, so that such a secret fails (cloud-alm-api 1.2). */
function readBasic(header: string | undefined, isEncoded: boolean): [string, string] | undefined {
  const encoded = /^Basic (\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  const decode = (part: string): string => (isEncoded ? decodeURIComponent(part) : part.replaceAll('+', ' '));
  return [decode(text.slice(0, at)), decode(text.slice(at + 1))];
}
