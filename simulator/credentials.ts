// The credentials of a simulated tenant and workspace, made from the seed, and the bindings that carry them in
// the shape of a default-env.json.
import { createHash } from 'node:crypto';

export interface Credentials {
  clientId: string;
  /** Holds a `+`, as real ones may: it survives a form body, but not every Basic header (cloud-alm-api 1.2). */
  clientSecret: string;
  /** LeanIX API token. */
  apiToken: string;
  identityZone: string;
  tenantId: string;
  /** Signs the access tokens; never leaves the simulator. */
  signingKey: string;
  integration: IntegrationCredentials;
}

export interface IntegrationCredentials {
  clientId: string;
  clientSecret: string;
  /** assumption: a key of this service names no identity zone; the tenant is the first label of a real token host. */
  identityZone: string;
}

export interface Bindings {
  VCAP_SERVICES: Record<string, unknown[]>;
}

/** A client of this id has the same secret, but not the scope of the landscape. */
export const withoutScopeSuffix = '-noscope';

/** A client of this id has a certificate in place of the secret; whatever takes off TLS in front has checked it. */
export const withCertificateSuffix = '-x509';

export function makeCredentials(seed: number): Credentials {
  const text = (purpose: string): string =>
    createHash('sha512').update(`simulator ${seed} ${purpose}`).digest('base64').replaceAll(/[+/=]/g, '');
  const secret = text('client secret');
  return {
    clientId: 'sb-landbridge-sim!b4004|sapcloudalm!b16907',
    clientSecret: `${secret.slice(0, 20)}+${secret.slice(20, 43)}=`,
    apiToken: `LXT_${text('api token').slice(0, 40)}`,
    identityZone: 'example-calm',
    tenantId: '00000000-0000-4000-8000-000000000002',
    signingKey: text('signing key'),
    integration: {
      clientId: 'sb-landbridge-sim!b4005|it!b16077',
      clientSecret: `${text('integration secret').slice(0, 36)}$${text('integration secret').slice(36, 80)}=`,
      identityZone: 'example-cpi',
    },
  };
}

/** Members beyond the named ones are inferred for Cloud ALM (cloud-alm-api 1.2). */
export function makeBindings(
  origin: string,
  credentials: Credentials,
  { hasIntegration }: { hasIntegration: boolean },
): Bindings {
  const { clientId, clientSecret, apiToken, identityZone, tenantId } = credentials;
  return {
    VCAP_SERVICES: {
      SAPCloudALMAPIs: [
        {
          name: 'calm-api',
          label: 'SAPCloudALMAPIs',
          plan: 'standard',
          tags: [],
          credentials: {
            endpoints: { Api: `${origin}/api` },
            uaa: {
              clientid: clientId,
              clientsecret: clientSecret,
              url: `${origin}/uaa`,
              identityzone: identityZone,
              'credential-type': 'binding-secret',
              apiurl: `${origin}/uaa`,
              uaadomain: new URL(origin).host,
              xsappname: clientId.replace(/^sb-/, ''),
              subaccountid: '00000000-0000-4000-8000-000000000001',
              tenantid: tenantId,
            },
          },
        },
      ],
      ...(hasIntegration && { 'it-rt': [integrationBinding(origin, credentials.integration)] }),
      'user-provided': [
        {
          name: 'leanix',
          label: 'user-provided',
          tags: ['leanix'],
          credentials: { host: origin, apiToken },
        },
      ],
    },
  };
}

/** The service key of plan `api` (systems-and-peers 5.1). */
function integrationBinding(
  origin: string,
  { clientId, clientSecret, identityZone }: IntegrationCredentials,
): object {
  return {
    name: 'cpi-api',
    label: 'it-rt',
    plan: 'api',
    tags: [],
    credentials: {
      oauth: {
        createdate: '2026-01-01T00:00:00.000Z',
        clientid: clientId,
        clientsecret: clientSecret,
        tokenurl: `${origin}/uaa-it/oauth/token`,
        url: origin,
        identityzone: identityZone,
      },
    },
  };
}
