// The client that asks the token service of an SAP BTP subaccount, with a secret or a certificate.
import type { ErrorCode } from '../../errors.ts';
import { tokenPath } from './address.ts';
import { type ClientCredential, clientCertificateOf } from './client-credential.ts';
import type { HttpClient, HttpClientOptions } from './http.ts';
import { createHttpClient } from './http-client.ts';

interface TokenService {
  /** Of the binding. */
  name: string;
  /** Ends with `tokenPath`. */
  tokenUrl: string;
  credential: ClientCredential;
}

/** @param refused what it means that the secret is refused */
export function createTokenClient(
  { name, tokenUrl, credential }: TokenService,
  refused: ErrorCode,
  options: Omit<HttpClientOptions, 'baseUrl'>,
): HttpClient {
  return createHttpClient({
    ...options,
    baseUrl: tokenUrl.slice(0, -tokenPath.length),
    clientCertificate: clientCertificateOf(credential),
    describeStatus(status) {
      if (status !== 401) return undefined;
      const code = credential.kind === 'secret' ? refused : 'NET_CLIENT_CERTIFICATE';
      return { code, facts: { binding: name } };
    },
  });
}
