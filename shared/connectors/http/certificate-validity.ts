// From when until when a certificate holds. It proves nothing else.
import { X509Certificate } from 'node:crypto';

export interface Validity {
  /** Milliseconds since 1970. */
  from: number;
  until: number;
}

/** @param chain PEM, also with line breaks that were escaped; its first certificate is the client's own */
export function validityOf(chain: string): Validity | 'unreadable' {
  try {
    const { validFromDate, validToDate } = new X509Certificate(chain.replaceAll('\\n', '\n'));
    return { from: validFromDate.getTime(), until: validToDate.getTime() };
  } catch {
    return 'unreadable';
  }
}
