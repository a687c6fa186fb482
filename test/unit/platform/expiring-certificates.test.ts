import { X509Certificate } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { findExpiringCertificates } from '../../../shared/platform/expiring-certificates.ts';
import { hasOpenssl, makeAuthority } from '../../support/certificates.ts';

const dayMs = 86_400_000;

describe.skipIf(!hasOpenssl)('certificates of bindings', () => {
  const authority = makeAuthority();
  afterAll(() => authority.remove());
  // Made for one day.
  const { cert } = authority.issue('client.example');
  const { validFromDate, validToDate } = new X509Certificate(cert);
  const services = [
    { name: 'jobs', credentials: { url: 'https://jobs.example', uaa: { certificate: cert, key: 'k' } } },
    { name: 'state', credentials: { sslrootcert: authority.cert, sslcert: cert } },
    { name: 'calm', credentials: { certificate: 'no certificate', uaa: null } },
    { name: 'bare' },
  ];
  const at = (time: number) => findExpiringCertificates(services, time);

  it('are told in the last third of a short life, with where they stand', () => {
    expect(at(validFromDate.getTime())).toEqual([]);
    expect(at(validFromDate.getTime() + dayMs * 0.6)).toEqual([]);
    const code = 'CFG_CERTIFICATE_EXPIRES';
    const expiresAt = validToDate.toISOString();
    expect(at(validFromDate.getTime() + dayMs * 0.7)).toEqual([
      { binding: 'jobs', member: 'uaa.certificate', expiresAt, isExpired: false, code },
      { binding: 'state', member: 'sslcert', expiresAt, isExpired: false, code },
    ]);
  });

  it('are told after their end, from the very moment on', () => {
    expect(at(validToDate.getTime() - 1).map(({ isExpired }) => isExpired)).toEqual([false, false]);
    expect(at(validToDate.getTime()).map(({ isExpired }) => isExpired)).toEqual([true, true]);
  });

  it('are read with line breaks as the cockpit escapes them, and of a chain the first', () => {
    const credentials = { certificate: `${cert}${authority.cert}`.replaceAll('\n', '\\n') };
    const [found] = findExpiringCertificates([{ name: 'x', credentials }], validToDate.getTime());
    expect(found).toMatchObject({ binding: 'x', expiresAt: validToDate.toISOString() });
  });
});
