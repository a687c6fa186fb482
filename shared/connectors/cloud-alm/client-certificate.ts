// From when until when the certificate of a key holds. It proves nothing else.
import { X509Certificate } from 'node:crypto';

export interface Validity {
  from: number;
  until: number;
}

/** @param chain PEM; its first certificate is the client's own */
export function validityOf(chain: string): Validity | 'unreadable' {
  try {
    const { validFrom, validTo } = new X509Certificate(chain);
    return { from: Date.parse(validFrom), until: Date.parse(validTo) };
  } catch {
    return 'unreadable';
  }
}
