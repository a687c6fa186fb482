// Finds the certificates of x509 bindings that end soon: on BTP they live seven days unless the binding asked for
// more, and what they open is closed from one moment to the next. Nothing of them is told but when they end.
import { validityOf } from '../connectors/http/certificate-validity.ts';
import { endsSoon } from '../core/doctor/certificate.ts';
import type { BoundService } from './bound-services.ts';

export interface ExpiringCertificate {
  binding: string;
  /** Where it stands in the credentials: `uaa.certificate`. */
  member: string;
  /** ISO 8601. */
  expiresAt: string;
  isExpired: boolean;
  code: 'CFG_CERTIFICATE_EXPIRED' | 'CFG_CERTIFICATE_EXPIRES';
}

/** In the order of the services. */
export function findExpiringCertificates(
  services: readonly BoundService[],
  now: number,
): ExpiringCertificate[] {
  return services.flatMap(({ name: binding, credentials }) =>
    certificatesOf(credentials ?? {}, '').flatMap(([member, text]) => {
      const validity = validityOf(text);
      if (validity === 'unreadable' || !endsSoon(validity, now)) return [];
      const { until } = validity;
      const isExpired = until <= now;
      const code = isExpired ? 'CFG_CERTIFICATE_EXPIRED' : 'CFG_CERTIFICATE_EXPIRES';
      return [{ binding, member, expiresAt: new Date(until).toISOString(), isExpired, code }];
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
