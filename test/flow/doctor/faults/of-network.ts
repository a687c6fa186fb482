// Faults on the way: names, ports, certificates, proxies, clocks, gateways; and keys with certificates. Real ones,
// on loopback.
import { expect } from 'vitest';
import type { Authority, Certificate } from '../../../support/certificates.ts';
import { startConnectProxy, startTlsFront } from '../../../support/connect-proxy.ts';
import { freePort } from '../../../support/scripted-server.ts';
import type { Fault, Scene } from './fault.ts';

/** The authority this process trusts, and one it does not. */
export interface Authorities {
  trusted: Authority;
  foreign: Authority;
}

const portOf = ({ simulator }: Scene) => simulator.port;

/** Moves API and token service of the key behind TLS. */
async function behindTls(scene: Scene, certificate: Certificate): Promise<string> {
  const front = await startTlsFront(certificate, portOf(scene));
  scene.later(() => front.close());
  const origin = `https://localhost:${front.port}`;
  Object.assign(scene.calm.credentials.endpoints, { Api: `${origin}/api` });
  Object.assign(scene.calm.credentials.uaa, { url: `${origin}/uaa` });
  return origin;
}

/** A token service that demands a certificate of its clients. @returns its origin */
async function startDemanding(scene: Scene, { trusted }: Authorities, shown: Certificate): Promise<string> {
  const demands = { ca: trusted.cert, requestCert: true, rejectUnauthorized: true };
  const front = await startTlsFront(
    { ...trusted.issue('localhost', { days: 90 }), ...demands },
    portOf(scene),
  );
  scene.later(() => front.close());
  scene.secrets.push(shown.key, shown.key.split('\n')[1] ?? '');
  return `https://localhost:${front.port}`;
}

/** A key of Cloud ALM with a certificate. */
async function withCertificate(scene: Scene, authorities: Authorities, shown: Certificate): Promise<void> {
  const origin = await startDemanding(scene, authorities, shown);
  const { uaa } = scene.calm.credentials;
  uaa.clientid = `${uaa.clientid}-x509`;
  delete uaa.clientsecret;
  Object.assign(uaa, { certificate: shown.cert, key: shown.key, 'credential-type': 'x509' });
  Object.assign(uaa, { certurl: `${origin}/uaa` });
}

/** A key of Cloud Integration with a certificate: the address of its token service is of that kind already. */
async function withIntegrationCertificate(
  scene: Scene,
  authorities: Authorities,
  shown: Certificate,
): Promise<void> {
  const origin = await startDemanding(scene, authorities, shown);
  const { oauth = {} } = scene.integration?.credentials ?? {};
  const { pathname } = new URL(oauth.tokenurl ?? '');
  const { clientid } = oauth;
  delete oauth.clientsecret;
  Object.assign(oauth, { clientid: `${clientid}-x509`, certificate: shown.cert, key: shown.key });
  Object.assign(oauth, { tokenurl: `${origin}${pathname}` });
}

/** A timer that is bound with a certificate. */
function withTimer({ services }: Scene, { cert: certificate, key }: Certificate): void {
  const uaa = { clientid: 'sb-jobs', certificate, key, certurl: 'https://jobs.authentication.cert.example' };
  const credentials = { url: 'https://jobs.example', uaa };
  Object.assign(services, { jobscheduler: [{ name: 'jobs', label: 'jobscheduler', credentials }] });
}

/** Real-looking hosts that only a proxy knows. */
async function behindProxy(
  scene: Scene,
  { trusted }: Authorities,
  hosts: { api: string; tokens: string },
): Promise<Awaited<ReturnType<typeof startConnectProxy>>> {
  const names: Record<string, number> = {};
  for (const host of [hosts.api, hosts.tokens]) {
    const front = await startTlsFront(trusted.issue(host), portOf(scene));
    scene.later(() => front.close());
    names[`${host}:443`] = front.port;
  }
  const proxy = await startConnectProxy(names);
  scene.later(() => proxy.close());
  scene.setEnvironment('https_proxy', `http://127.0.0.1:${proxy.port}`);
  scene.setEnvironment('no_proxy', '127.0.0.1');
  Object.assign(scene.calm.credentials.endpoints, { Api: `https://${hosts.api}/api` });
  Object.assign(scene.calm.credentials.uaa, {
    url: `https://${hosts.tokens}/uaa`,
    identityzone: 'example-calm',
  });
  return proxy;
}

const inAMonth = 29 * 86_400_000;
/** The clocks of all are as far ahead: none of them is wrong. */
const aMonthLater = {
  clockAheadMs: inAMonth,
  simulate: {
    intercept: async (_, carryOut) => {
      const { status, headers, body } = await carryOut();
      const date = new Date(Date.now() + inAMonth).toUTCString();
      return new Response(body, { status, headers: { ...Object.fromEntries(headers), date } });
    },
  },
} satisfies Partial<Fault>;

export const networkFaults: readonly Fault[] = [
  {
    fault: 'a host that nobody knows',
    code: 'NET_UNREACHABLE',
    severity: 'stops',
    spoil: ({ calm }) => Object.assign(calm.credentials.endpoints, { Api: 'https://calm.invalid/api' }),
    evidence: { host: 'calm.invalid', step: 'DNS' },
  },
  {
    fault: 'a port that nobody listens on',
    code: 'NET_UNREACHABLE',
    severity: 'stops',
    spoil: async ({ calm }) =>
      Object.assign(calm.credentials.uaa, { url: `http://127.0.0.1:${await freePort()}/uaa` }),
    evidence: { step: 'TCP', reason: 'ECONNREFUSED' },
  },
  {
    fault: 'a LeanIX host that nobody knows',
    code: 'NET_UNREACHABLE',
    severity: 'stops',
    spoil: ({ leanIx }) => Object.assign(leanIx.credentials, { host: 'leanix.invalid' }),
    evidence: { host: 'leanix.invalid', step: 'DNS' },
  },
  {
    fault: 'a port that speaks no TLS',
    code: 'NET_UNREACHABLE',
    severity: 'stops',
    spoil: ({ leanIx, simulator }) =>
      Object.assign(leanIx.credentials, { host: `127.0.0.1:${simulator.port}` }),
    evidence: { step: 'TLS' },
  },
  {
    fault: 'a login page in place of JSON',
    code: 'NET_NOT_JSON',
    severity: 'stops',
    simulate: {
      intercept: async ({ path }, carryOut) =>
        path.endsWith('/landscapeObjects')
          ? new Response('<html>Log on</html>', { headers: { 'content-type': 'text/html' } })
          : carryOut(),
    },
    evidence: { status: 200, path: '/calm-landscape/v1/landscapeObjects' },
  },
  {
    fault: 'an API that is down',
    code: 'NET_SERVER_ERROR',
    severity: 'stops',
    simulate: {
      intercept: async ({ path }, carryOut) =>
        path.endsWith('/landscapeObjects') ? new Response('down', { status: 503 }) : carryOut(),
    },
    evidence: { status: 503, attempts: 6 },
  },
  {
    fault: 'a clock that is ten minutes ahead',
    code: 'NET_CLOCK',
    severity: 'warns',
    clockAheadMs: 600_000,
    evidence: { clockHere: expect.stringMatching(/^(599|600|601) s ahead$/) },
  },
  {
    fault: 'a clock that is ten minutes behind',
    code: 'NET_CLOCK',
    severity: 'warns',
    clockAheadMs: -600_000,
    evidence: { clockHere: expect.stringMatching(/^(599|600|601) s behind$/) },
  },
];

export function tlsFaults(of: () => Authorities): readonly Fault[] {
  return [
    {
      fault: 'a certificate of an authority that is not known',
      code: 'NET_CERTIFICATE',
      severity: 'stops',
      spoil: (scene) => behindTls(scene, of().foreign.issue('localhost')),
      evidence: { step: 'TLS', reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    },
    {
      fault: 'a certificate that has expired',
      code: 'NET_CERTIFICATE',
      severity: 'stops',
      spoil: (scene) => behindTls(scene, of().trusted.issue('localhost', { expired: true })),
      evidence: { step: 'TLS', reason: 'CERT_HAS_EXPIRED', until: expect.stringMatching(/^\d{4}-/) },
    },
    {
      fault: 'a certificate of another host',
      code: 'NET_CERTIFICATE',
      severity: 'stops',
      spoil: (scene) => behindTls(scene, of().trusted.issue('other.example')),
      evidence: { step: 'TLS', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    },
    {
      fault: 'API and token service in two regions',
      code: 'CALM_REGION_MISMATCH',
      severity: 'warns',
      spoil: (scene) =>
        behindProxy(scene, of(), {
          api: 'eu11.alm.cloud.sap',
          tokens: 'example-calm.authentication.eu10.hana.ondemand.com',
        }),
      evidence: { api: 'eu11', tokenService: 'eu10' },
      component: 'SV-CLM-API',
    },
    {
      fault: 'a token service of another tenant',
      code: 'CALM_IDENTITYZONE',
      severity: 'stops',
      spoil: (scene) =>
        behindProxy(scene, of(), {
          api: 'eu10-004.alm.cloud.sap',
          tokens: 'other.authentication.eu10.hana.ondemand.com',
        }),
      evidence: { key: 'example-calm', tokenService: 'other', token: 'example-calm' },
      component: 'SV-CLM-API',
    },
    {
      fault: 'a proxy that does not allow the host',
      code: 'NET_PROXY',
      severity: 'stops',
      spoil: async (scene) => {
        const proxy = await behindProxy(scene, of(), {
          api: 'eu10.alm.cloud.sap',
          tokens: 'example-calm.authentication.eu10.hana.ondemand.com',
        });
        proxy.refusal = 403;
      },
      evidence: { status: 403, host: 'example-calm.authentication.eu10.hana.ondemand.com' },
    },
    {
      fault: 'a client certificate that has expired',
      code: 'CALM_CERTIFICATE_EXPIRED',
      severity: 'stops',
      spoil: (scene) => withCertificate(scene, of(), of().trusted.issue('client', { expired: true })),
      evidence: { until: expect.stringMatching(/^\d{4}-/) },
    },
    {
      fault: 'a client certificate that ends in a day',
      code: 'CALM_CERTIFICATE_EXPIRES',
      severity: 'warns',
      spoil: (scene) => withCertificate(scene, of(), of().trusted.issue('client', { days: 30 })),
      ...aMonthLater,
      evidence: { daysLeft: 0 },
    },
    {
      fault: 'a host whose certificate ends in a day',
      code: 'NET_CERTIFICATE_EXPIRES',
      severity: 'warns',
      spoil: (scene) => behindTls(scene, of().trusted.issue('localhost', { days: 30 })),
      ...aMonthLater,
      evidence: { host: expect.stringMatching(/^localhost:/), daysLeft: 0 },
    },
    {
      fault: 'a certificate of Cloud Integration that has expired',
      code: 'CFG_CERTIFICATE_EXPIRED',
      severity: 'stops',
      simulate: { iflows: 12 },
      spoil: (scene) =>
        withIntegrationCertificate(scene, of(), of().trusted.issue('client', { expired: true })),
      evidence: { until: expect.stringMatching(/^\d{4}-/) },
    },
    {
      fault: 'a certificate of Cloud Integration that ends in a day',
      code: 'CFG_CERTIFICATE_EXPIRES',
      severity: 'warns',
      spoil: (scene) => withIntegrationCertificate(scene, of(), of().trusted.issue('client', { days: 30 })),
      clockAheadMs: inAMonth,
      simulate: { ...aMonthLater.simulate, iflows: 12 },
      evidence: { daysLeft: 0 },
    },
    {
      fault: 'a certificate of Cloud Integration that its token service does not take',
      code: 'NET_CLIENT_CERTIFICATE',
      severity: 'stops',
      simulate: { iflows: 12 },
      spoil: (scene) => withIntegrationCertificate(scene, of(), of().foreign.issue('client')),
      evidence: { path: '/oauth/token' },
    },
    {
      fault: 'a timer whose certificate has expired',
      code: 'CFG_CERTIFICATE_EXPIRED',
      severity: 'stops',
      spoil: (scene) => withTimer(scene, of().trusted.issue('client', { expired: true })),
      evidence: { binding: 'jobs', member: 'uaa.certificate' },
    },
    {
      fault: 'a timer whose certificate ends in a day',
      code: 'CFG_CERTIFICATE_EXPIRES',
      severity: 'warns',
      spoil: (scene) => withTimer(scene, of().trusted.issue('client', { days: 30 })),
      ...aMonthLater,
      evidence: { binding: 'jobs', expiresAt: expect.stringMatching(/^\d{4}-/) },
    },
    {
      fault: 'a client certificate that the token service does not take',
      code: 'NET_CLIENT_CERTIFICATE',
      severity: 'stops',
      spoil: (scene) => withCertificate(scene, of(), of().foreign.issue('client')),
      evidence: { path: '/oauth/token' },
    },
    {
      fault: 'a key with a certificate that lacks a scope',
      code: 'CALM_SCOPE_MISSING',
      severity: 'stops',
      simulate: { scopes: ['calm-api.subscriptions.read'] },
      spoil: (scene) => withCertificate(scene, of(), of().trusted.issue('client')),
      evidence: { missing: 'calm-api.landscape.read' },
      component: 'SV-CLM-API',
      authorities: ['calm-api.landscape.read', 'calm-api.subscriptions.read'],
      credentialType: 'x509',
    },
    {
      fault: 'a client certificate that was cut off',
      code: 'NET_CLIENT_CERTIFICATE',
      severity: 'stops',
      spoil: (scene) => {
        const { cert, key } = of().trusted.issue('client');
        return withCertificate(scene, of(), { cert: cert.slice(0, 200), key });
      },
      evidence: { host: expect.stringMatching(/^localhost:/), reason: expect.stringMatching(/PEM/) },
    },
  ];
}
