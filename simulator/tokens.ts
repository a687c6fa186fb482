// Access tokens of both systems: shaped like signed JWTs, checked by recomputing the signature, so that nothing
// has to be kept. The signature is as long as a real one but is no RS256. They live in real time: a client's
// clock does not see the nights that are made to pass, so it could not know that its token has run out.
import { createHmac } from 'node:crypto';
import type { SimulatorClock } from './clock.ts';

export type Claims = Readonly<Record<string, unknown>>;

export interface TokenIssuer {
  issue(claims: Claims, lifetimeSeconds: number): string;
  /** The claims of a token of this issuer that has not expired. */
  read(token: string): Claims | undefined;
}

/** Length of an RS256 signature with a 2,048-bit key. */
const signatureBytes = 256;

export function createTokenIssuer(key: string, clock: SimulatorClock): TokenIssuer {
  const header = encode({ alg: 'RS256', typ: 'JWT', kid: 'simulated-key' });

  function sign(text: string): string {
    const blocks: Buffer[] = [];
    for (let block = 0; block * 32 < signatureBytes; block += 1) {
      blocks.push(createHmac('sha256', key).update(`${block}.${text}`).digest());
    }
    return Buffer.concat(blocks).toString('base64url');
  }

  return {
    issue(claims, lifetimeSeconds) {
      const body = `${header}.${encode({ ...claims, exp: Math.floor(clock.real() / 1000) + lifetimeSeconds })}`;
      return `${body}.${sign(body)}`;
    },
    read(token) {
      const end = token.lastIndexOf('.');
      const body = token.slice(0, end);
      if (end < 0 || sign(body) !== token.slice(end + 1)) return undefined;
      const claims: Claims = JSON.parse(Buffer.from(body.slice(header.length + 1), 'base64url').toString());
      return typeof claims.exp === 'number' && claims.exp * 1000 > clock.real() ? claims : undefined;
    },
  };
}

/** The claims of the bearer in an Authorization header, if there is a valid one. */
export function readBearer(issuer: TokenIssuer, header: string | undefined): Claims | undefined {
  const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
  return token === undefined ? undefined : issuer.read(token);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
