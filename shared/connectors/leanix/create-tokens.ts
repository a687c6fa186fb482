// Exchanges the API token of a technical user for access tokens, through the cache it is given, and remembers
// them so that they can be struck out of texts.
import type { ConnectionOptions, HttpClient } from '../http/http.ts';
import { createTokenSource, type IssuedToken, type TokenSource } from '../http/token.ts';
import { readTokenAnswer } from '../http/token-answer.ts';
import type { LeanIxBinding } from './binding.ts';

export interface LeanIxTokens extends TokenSource {
  /** Everything secret this connection has sent. */
  secrets(): ReadonlySet<string>;
}

const path = '/services/mtm/v1/oauth2/token';

export function createLeanIxTokens(
  { apiToken }: LeanIxBinding,
  client: HttpClient,
  { surroundings, tokenCache }: ConnectionOptions,
): LeanIxTokens {
  const basic = Buffer.from(`apitoken:${apiToken}`).toString('base64');
  const secrets = new Set([apiToken, basic]);

  async function request(): Promise<IssuedToken> {
    const askedAt = surroundings.now();
    const { data } = await client.send({
      method: 'POST',
      path,
      headers: { authorization: `Basic ${basic}` },
      form: { grant_type: 'client_credentials' },
      repeat: 'safe',
    });
    const token = readTokenAnswer(data, askedAt, { system: 'leanix', path });
    secrets.add(token.accessToken);
    return token;
  }

  async function load(): Promise<IssuedToken | undefined> {
    const loaded = await tokenCache?.load();
    if (loaded !== undefined) secrets.add(loaded.accessToken);
    return loaded;
  }

  async function save(token: IssuedToken): Promise<void> {
    await tokenCache?.save(token);
  }

  const source = createTokenSource({ request, load, save, now: () => surroundings.now() });
  return { ...source, secrets: () => secrets };
}
