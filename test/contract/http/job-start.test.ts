// The call of the job scheduler while the database does not answer: the service waits 15 s for its answer, and is told
// in time that its night could not be kept yet.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { cloudFoundryRoutes } from '../../../shared/platform/cloud-foundry/routes.ts';
import { createApp } from '../../../shared/platform/http/create-app.ts';
import { startSimulator } from '../../../simulator/simulator.ts';

/** Takes connections and says nothing. */
async function startSilence() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    sockets,
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

it('is answered 503 in time, with what is away', async () => {
  const database = await startSilence();
  const simulator = await startSimulator({ size: 1, seed: 1 });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    database.close();
    await simulator.close();
  });
  const credentials = { hostname: '127.0.0.1', port: database.port, dbname: 'state', username: 'user' };
  const state = { name: 'state', label: 'postgresql-db', credentials };
  vi.stubEnv(
    'VCAP_SERVICES',
    JSON.stringify({ ...simulator.bindings.VCAP_SERVICES, 'postgresql-db': [state] }),
  );
  vi.stubEnv('LANDBRIDGE_STATE', 'postgresql');
  const attend = vi.fn<() => void>();
  const app = createApp(cloudFoundryRoutes(attend, 300), {
    checkAccess: async () => ({ kind: 'client', id: 'jobs' }),
    report: () => undefined,
  });
  const answer = await app.request('/jobs/start', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-sap-job-id': '1',
      'x-sap-job-schedule-id': 'a',
      'x-sap-job-run-id': 'b',
    },
    body: '{"flow":"landscape"}',
  });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'STORE_UNREACHABLE', facts: { waitedSeconds: 0.3 } });
  expect(attend).not.toHaveBeenCalled();
});
