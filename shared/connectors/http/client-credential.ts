// How a client proves to a token service that it is the one of a key.
import type { ClientCertificate } from './http.ts';

export type ClientCredential =
  | { kind: 'secret'; clientSecret: string }
  /** PEM: the chain, and the private key. */
  | { kind: 'x509'; certificate: string; privateKey: string };

/** What the connection to the token service is made with. */
export function clientCertificateOf(credential: ClientCredential): ClientCertificate | undefined {
  return credential.kind === 'x509'
    ? { cert: credential.certificate, key: credential.privateKey }
    : undefined;
}

/** Texts of PEM whose line breaks were escaped twice are read too (cloud-alm-api 1.4). */
export function unescapePem(text: string): string {
  return text.replaceAll('\\n', '\n');
}
