// Secrets Manager on loopback: GetSecretValue and nothing else, over the JSON protocol of AWS.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished, vi } from 'vitest';

export interface SecretsManager {
  environment: Record<string, string>;
  /** Text by name. */
  secrets: Map<string, string>;
  /** Names asked for, in order. */
  asked: string[];
}

/** Stopped when the test is over; the SDK of this process talks to it until then. */
export async function startSecretsManager(): Promise<SecretsManager> {
  const secrets = new Map<string, string>();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { SecretId } = (await json(request)) as { SecretId: string };
    const isKnownCall = request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue';
    const text = isKnownCall ? secrets.get(SecretId) : undefined;
    asked.push(SecretId);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (text === undefined) {
      const message = "Secrets Manager can't find the specified secret.";
      response.writeHead(400).end(JSON.stringify({ __type: 'ResourceNotFoundException', Message: message }));
    } else {
      response.end(JSON.stringify({ Name: SecretId, VersionId: 'v1', SecretString: text }));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return { environment, secrets, asked };
}
