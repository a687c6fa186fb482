// On AWS the bound services stand in a secret of Secrets Manager, in the shape of VCAP_SERVICES. It is read into the
// memory of the process, never to a disk, and read again when it has become old, so that a rotation needs no deploy.
import { LandbridgeError } from '../errors.ts';
import { systemClock } from './clock.ts';
import { bindingsSecret, bindText } from './environment.ts';

const maxAgeMs = 10 * 60_000;

let bound: { secret: string; at: number } | undefined;

/** Does nothing where no secret is named. @throws CFG_SECRET_REFUSED, CFG_BINDINGS_UNREADABLE */
export async function bindSecret(): Promise<void> {
  const secret = bindingsSecret();
  if (secret === undefined) return;
  const now = systemClock.now();
  if (bound?.secret === secret && now - bound.at < maxAgeMs) return;
  await bindText(await readSecret(secret), secret);
  bound = { secret, at: now };
}

async function readSecret(secret: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({});
  try {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    if (text !== undefined) return text;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.name : 'unknown';
    throw new LandbridgeError('CFG_SECRET_REFUSED', { secret, reason }, { cause: thrown });
  } finally {
    client.destroy();
  }
  throw new LandbridgeError('CFG_SECRET_REFUSED', { secret, reason: 'it is binary' });
}
