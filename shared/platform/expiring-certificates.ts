// Finds the certificates of x509 bindings that end soon: on BTP they live seven days unless the binding asked for
// more, and what they open is closed from one moment to the next. Nothing of them is told but when they end.
import { X509Certificate } from 'node:crypto';
import type { BoundService } from './bound-services.ts';

export interface ExpiringCertificate {
  binding: string;
  /** Where it stands in the credentials: `uaa.certificate`. */
  member: string;
  /** ISO 8601. */
  expiresAt: string;
  isExpired: boolean;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Time enough for somebody to bind anew on a working day. */
const soonMs = 3 * dayMs;
const longestLifeShare = 1 / 3;

/** In the order of the services. A certificate that is made for days is told in the last third of its life. */
export function findExpiringCertificates(
  services: readonly BoundService[],
  now: number,
): ExpiringCertificate[] {
  return services.flatMap(({ name: binding, credentials }) =>
    certificatesOf(credentials ?? {}, '').flatMap(([member, text]) => {
      const certificate = parse(text);
      if (certificate === undefined) return [];
      const end = certificate.validToDate.getTime();
      const life = end - certificate.validFromDate.getTime();
      if (end - now > Math.min(soonMs, life * longestLifeShare)) return [];
      const expiresAt = certificate.validToDate.toISOString();
      return [{ binding, member, expiresAt, isExpired: end <= now }];
    }),
  );
}

/** Authorities are not ours to renew: only what stands under the name of a certificate of a client. */
function certificatesOf(value: object, at: string): (readonly [string, string])[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const path = at === '' ? name : `${at}.${name}`;
    if (typeof member === 'object' && member !== null) return certificatesOf(member, path);
    const isCertificate = /^(certificate|sslcert)$/.test(name) && typeof member === 'string';
    return isCertificate ? [[path, member] as const] : [];
  });
}

/** The first of a chain is the client's own. */
function parse(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text.replaceAll('\\n', '\n'));
  } catch {
    return undefined;
  }
}
