// Whether what a client is to show of itself is a certificate with its key. Reaches out to nothing.
import { LandbridgeError } from '../../errors.ts';
import type { ClientCertificate } from './http.ts';

/** @throws NET_CLIENT_CERTIFICATE naming the host it was to be shown to */
export async function checkPair(certificate: ClientCertificate, host: string): Promise<void> {
  const { createSecureContext } = await import('node:tls');
  try {
    createSecureContext(certificate);
  } catch (thrown) {
    // The message of what is thrown may quote the texts.
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable';
    throw new LandbridgeError('NET_CLIENT_CERTIFICATE', { host, reason });
  }
}
