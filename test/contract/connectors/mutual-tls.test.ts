// A key of type x509: its token comes from a TLS server that demands the certificate, over nothing else, and
// what the server refuses is told as what it is.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseCloudAlmBinding } from '../../../shared/connectors/cloud-alm/binding.ts';
import { connectCloudAlm } from '../../../shared/connectors/cloud-alm/connect-cloud-alm.ts';
import { parseCloudIntegrationBinding } from '../../../shared/connectors/cloud-integration/binding.ts';
import { connectCloudIntegration } from '../../../shared/connectors/cloud-integration/connect-cloud-integration.ts';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { parseJobSchedulingBinding } from '../../../shared/connectors/job-scheduling/binding.ts';
import { connectJobScheduling } from '../../../shared/connectors/job-scheduling/connect-job-scheduling.ts';
import { type Authority, type Certificate, hasOpenssl, makeAuthority } from '../../support/certificates.ts';
import { startJobScheduler } from '../../support/job-scheduling/job-scheduler.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

if (!hasOpenssl) console.warn('SKIPPED: no openssl on the PATH, so nothing is tried over TLS');

let authority: Authority;
let foreign: Authority;
const usual = getCACertificates('default');

beforeAll(() => {
  if (!hasOpenssl) return;
  authority = makeAuthority();
  foreign = makeAuthority();
  setDefaultCACertificates([...usual, authority.cert]);
});
afterAll(() => {
  if (!hasOpenssl) return;
  setDefaultCACertificates(usual);
  authority.remove();
  foreign.remove();
});

interface Asked {
  path: string | undefined;
  body: string;
  /** Common name of the certificate that was shown. */
  client: string | string[] | undefined;
}

/** A token service as XSUAA has it for certificates: without one of this authority there is no connection. */
async function startTokenService(version: 'TLSv1.2' | 'TLSv1.3', status = 200) {
  const asked: Asked[] = [];
  const server = createServer(
    {
      ...authority.issue('localhost'),
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: version,
    },
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const client = (request.socket as TLSSocket).getPeerCertificate().subject.CN;
      asked.push({ path: request.url, body, client });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ access_token: 'issued', token_type: 'bearer', expires_in: 43_199 }));
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { asked, origin: `https://localhost:${(server.address() as AddressInfo).port}` };
}

/** OpenSSL's own server: it refuses with the alerts of the standard, where Node's just hangs up. */
async function startStrictServer(version: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-mtls-'));
  const { cert, key } = authority.issue('localhost');
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  const demands = ['-Verify', '1', '-verify_return_error', '-CAfile', authority.file];
  const args = ['s_server', '-accept', '127.0.0.1:0', '-cert', 'cert.pem', '-key', 'key.pem', '-www'];
  const child = spawn('openssl', [...args, version, ...demands], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  let told = '';
  for await (const chunk of child.stdout) {
    told += chunk;
    const port = /ACCEPT \S*:(\d+)/.exec(told)?.[1];
    if (port !== undefined) return `https://localhost:${port}`;
  }
  throw new Error(`openssl s_server did not start: ${told}`);
}

function keyWith(certificate: Partial<Certificate>, certurl: string) {
  return {
    endpoints: { Api: 'https://localhost:1/api' },
    uaa: {
      clientid: 'sb-x!b1|sapcloudalm!b2',
      certificate: certificate.cert,
      key: certificate.key,
      certurl,
      url: 'https://without-certificate.example',
      identityzone: 'example-calm',
      'credential-type': 'x509',
    },
  };
}

/** Key type Certificate of SAP Process Integration Runtime. */
function integrationKeyWith(certificate: Partial<Certificate>, origin: string) {
  const { cert, key } = certificate;
  const tokenurl = `${origin}/oauth/token`;
  return {
    oauth: { clientid: 'sb-1!b2|it!b3', certificate: cert, key, tokenurl, url: 'https://localhost:1' },
  };
}

function checkIntegrationToken(credentials: unknown): Promise<unknown> {
  const binding = parseCloudIntegrationBinding('cpi', credentials);
  const connected = connectCloudIntegration(binding, {
    surroundings: stillSurroundings(),
    meter: createMeter(),
  });
  return connected.checkToken().catch((thrown: unknown) => thrown);
}

function checkToken(credentials: unknown): Promise<unknown> {
  const binding = parseCloudAlmBinding('calm', credentials);
  const surroundings = stillSurroundings();
  const connected = connectCloudAlm(binding, { surroundings, meter: createMeter() });
  return connected.checkToken().catch((thrown: unknown) => thrown);
}

describe.skipIf(!hasOpenssl)('a key with a certificate', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('gets its token by showing it, over %s', async (version) => {
    const { origin, asked } = await startTokenService(version);
    expect(await checkToken(keyWith(authority.issue('technical-client'), origin))).toBeUndefined();
    expect(asked).toEqual([
      {
        path: '/oauth/token',
        body: 'grant_type=client_credentials&client_id=sb-x%21b1%7Csapcloudalm%21b2',
        client: 'technical-client',
      },
    ]);
  });

  it('reads PEM texts whose line breaks were escaped twice', async () => {
    const { origin } = await startTokenService('TLSv1.3');
    const { cert, key } = authority.issue('technical-client');
    const escaped = { cert: cert.replaceAll('\n', '\\n'), key: key.replaceAll('\n', '\\n') };
    expect(await checkToken(keyWith(escaped, origin))).toBeUndefined();
  });

  it.each([
    ['-tls1_2', 'of another authority'],
    ['-tls1_3', 'of another authority'],
    ['-tls1_2', 'expired'],
    ['-tls1_3', 'expired'],
  ])(
    'is told to be refused, after one attempt, by a server with %s that finds it %s',
    async (version, fault) => {
      const origin = await startStrictServer(version);
      const shown =
        fault === 'expired' ? authority.issue('client', { expired: true }) : foreign.issue('client');
      const error = await checkToken(keyWith(shown, origin));
      expect(error).toMatchObject({ code: 'NET_CLIENT_CERTIFICATE', facts: { attempts: 1 } });
    },
  );

  it('is told to be refused where the binding was deleted', async () => {
    const { origin } = await startTokenService('TLSv1.3', 401);
    const error = await checkToken(keyWith(authority.issue('technical-client'), origin));
    expect(error).toMatchObject({ code: 'NET_CLIENT_CERTIFICATE', facts: { status: 401, binding: 'calm' } });
  });

  it('is not tried again and again where key and certificate are no pair, or no PEM', async () => {
    const { origin } = await startTokenService('TLSv1.3');
    const { cert } = authority.issue('technical-client');
    const { key } = authority.issue('technical-client');
    for (const shown of [
      { cert, key },
      { cert: 'cut off', key },
      { cert, key: 'cut off' },
    ]) {
      const error = await checkToken(keyWith(shown, origin));
      expect(error).toMatchObject({ code: 'NET_CLIENT_CERTIFICATE', facts: { host: new URL(origin).host } });
      expect(JSON.stringify(error)).not.toContain(key.slice(40, 80));
    }
  });

  it.each([
    [{ key: 'k' }, 'uaa.certificate'],
    [{ cert: 'c' }, 'uaa.key'],
  ])('names what is missing of it: %j', async (certificate, missing) => {
    expect(() => parseCloudAlmBinding('calm', keyWith(certificate, 'https://cert.example'))).toThrow(
      expect.objectContaining({ facts: { binding: 'calm', missing } }),
    );
  });
});

describe.skipIf(!hasOpenssl)('a key of Cloud Integration with a certificate', () => {
  it('gets its token by showing it, and sends no secret', async () => {
    const { origin, asked } = await startTokenService('TLSv1.3');
    const { cert, key } = authority.issue('cpi-client');
    const escaped = { cert: cert.replaceAll('\n', '\\n'), key: key.replaceAll('\n', '\\n') };
    expect(await checkIntegrationToken(integrationKeyWith(escaped, origin))).toBeUndefined();
    expect(asked).toEqual([
      {
        path: '/oauth/token',
        body: 'grant_type=client_credentials&client_id=sb-1%21b2%7Cit%21b3',
        client: 'cpi-client',
      },
    ]);
  });

  it('is told to be refused where the service key was deleted', async () => {
    const { origin } = await startTokenService('TLSv1.3', 401);
    const error = await checkIntegrationToken(integrationKeyWith(authority.issue('cpi-client'), origin));
    expect(error).toMatchObject({ code: 'NET_CLIENT_CERTIFICATE', facts: { status: 401, binding: 'cpi' } });
  });
});

it.skipIf(!hasOpenssl)(
  'so does the job scheduler of a binding with a certificate, and no secret is sent',
  async () => {
    const { origin, asked } = await startTokenService('TLSv1.3');
    const scheduler = await startJobScheduler();
    onTestFinished(() => scheduler.close());
    const { cert: certificate, key } = authority.issue('jobs-client');
    const uaa = { clientid: 'sb-jobs', certificate, key, certurl: origin, url: 'https://without.example' };
    const binding = parseJobSchedulingBinding('jobs', { url: scheduler.origin, uaa });
    const jobs = connectJobScheduling(binding, { surroundings: stillSurroundings(), meter: createMeter() });
    // The token of another service than its own is refused there.
    await expect(jobs.readTimeout()).rejects.toMatchObject({ code: 'JOB_CREDENTIALS' });
    expect(asked[0]).toEqual({
      path: '/oauth/token',
      body: 'grant_type=client_credentials&client_id=sb-jobs',
      client: 'jobs-client',
    });
  },
);
