// Why an artifact failed to start, as one text. It answers with nothing for a while after the failure, and what
// cannot be read of it costs that text and not the artifact.
import { LandbridgeError } from '../../errors.ts';
import { strikeEmailAddresses } from '../http/email-address.ts';
import type { HttpClient } from '../http/http.ts';
import type { Surroundings } from '../http/surroundings.ts';
import { keyed } from './read-collection.ts';
import { ErrorInformation } from './schema.ts';

/** Asked again once, this much later (systems-and-peers 5.2: 204 for a while). */
const notYetMs = 2000;
/** What follows is stack traces. */
const longestShown = 1000;

/** Not there any more, an older operation that answers XML, or an access policy on this one artifact. */
const passedOver: ReadonlySet<string> = new Set([
  'NET_UNEXPECTED_STATUS',
  'NET_NOT_JSON',
  'CPI_ROLE_MISSING',
]);

export async function readErrorText(
  api: HttpClient,
  id: string,
  { sleep }: Surroundings,
): Promise<string | undefined> {
  const path = `${keyed('IntegrationRuntimeArtifacts', id)}/ErrorInformation/$value`;
  const ask = () => api.send({ method: 'GET', path, repeat: 'safe' });
  try {
    let answer = await ask();
    if (answer.status === 204) {
      await sleep(notYetMs);
      answer = await ask();
    }
    return textOf(answer.data);
  } catch (thrown) {
    if (thrown instanceof LandbridgeError && passedOver.has(thrown.code)) return undefined;
    throw thrown;
  }
}

function textOf(data: unknown): string | undefined {
  const parsed = ErrorInformation.safeParse(data);
  if (!parsed.success) return undefined;
  const { message, parameter } = parsed.data;
  const text = strikeEmailAddresses([message, ...parameter].filter(Boolean).join(': '));
  return text === '' ? undefined : text.slice(0, longestShown);
}
