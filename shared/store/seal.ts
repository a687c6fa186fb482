// Seals a token before it is kept: AES-256-GCM under a key made from the connection's own secret, so there is
// no further secret to manage and a rotated one simply misses the cache. Knows nothing of tokens or stores.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

const cipher = 'aes-256-gcm';
const keyBytes = 32;
/** NIST SP 800-38D, 5.2.1.1: 96 bits are recommended. */
const nonceBytes = 12;
const tagBytes = 16;

/**
 * @param context what is sealed and for whom, at most 1,024 bytes; unsealing needs the same
 * @param nonce 12 random bytes, never used twice with this secret and context
 */
export function seal(secret: string, context: string, plain: string, nonce: Uint8Array): Uint8Array {
  if (nonce.byteLength !== nonceBytes) throw new RangeError(`The nonce must have ${nonceBytes} bytes`);
  const sealing = createCipheriv(cipher, deriveKey(secret, context), nonce, { authTagLength: tagBytes });
  sealing.setAAD(Buffer.from(context));
  const body = Buffer.concat([sealing.update(plain, 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), body]);
}

/** @returns undefined for another secret or context, or when a bit was changed: a miss, not an error. */
export function unseal(secret: string, context: string, sealed: Uint8Array): string | undefined {
  if (sealed.byteLength < nonceBytes + tagBytes) return undefined;
  const nonce = sealed.subarray(0, nonceBytes);
  const opening = createDecipheriv(cipher, deriveKey(secret, context), nonce, { authTagLength: tagBytes });
  opening.setAAD(Buffer.from(context));
  opening.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const body = opening.update(sealed.subarray(nonceBytes + tagBytes));
  try {
    return Buffer.concat([body, opening.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** No salt: the secret is long and random by itself, and the same key must come out in every process. */
function deriveKey(secret: string, context: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', context, keyBytes));
}
