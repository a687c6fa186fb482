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
  /** Signs the access tokens; never leaves the simulator. */
  signingKey: string;
}

export interface Bindings {
  VCAP_SERVICES: Record<string, unknown[]>;
}

/** A client of this id has the same secret, but not the scope of the landscape. */
export const withoutScopeSuffix = '-noscope';

export function makeCredentials(seed: number): Credentials {
  const text = (purpose: string): string =>
    createHash('sha512').update(`simulator ${seed} ${purpose}`).digest('base64').replaceAll(/[+/=]/g, '');
  const secret = text('client secret');
  return {
    clientId: 'sb-landbridge-sim!b4004|sapcloudalm!b16907',
    clientSecret: `${secret.slice(0, 20)}+${secret.slice(20, 43)}=`,
    apiToken: `LXT_${text('api token').slice(0, 40)}`,
    identityZone: 'example-calm',
    signingKey: text('signing key'),
  };
}

/** Members beyond the named ones are inferred for Cloud ALM (cloud-alm-api 1.2). */
export function makeBindings(origin: string, credentials: Credentials): Bindings {
  const { clientId, clientSecret, apiToken, identityZone } = credentials;
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
              tenantid: '00000000-0000-4000-8000-000000000002',
            },
          },
        },
      ],
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
