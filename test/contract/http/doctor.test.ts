// The set-up check by HTTP, behind an event of AWS and behind a port as on Cloud Foundry: only for callers who may
// view, the same object as the command prints, and nothing secret in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LandbridgeError } from '../../../shared/errors.ts';
import type { DoctorJson } from '../../../shared/platform/doctor/doctor-json.ts';
import { doctorRoute } from '../../../shared/platform/doctor/doctor-route.ts';
import { createApp } from '../../../shared/platform/http/create-app.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';

let simulator: Simulator;
let folder: string;
beforeEach(async () => {
  simulator = await startSimulator({ size: 20, seed: 7, scopes: ['calm-api.landscape.read'] });
  folder = mkdtempSync(join(tmpdir(), 'landbridge-doctor-http-'));
  vi.stubEnv('VCAP_SERVICES', JSON.stringify(simulator.bindings.VCAP_SERVICES));
  vi.stubEnv('LANDBRIDGE_STATE', join(folder, 'none.sqlite'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator.close();
  rmSync(folder, { recursive: true });
});

/** The layer under it is tested with real tokens elsewhere (access.test.ts). */
function ask(path: string, mayView = true): Promise<Response> {
  const app = createApp([doctorRoute], {
    checkAccess: async (_, scope) => {
      if (mayView && scope === 'View') return { kind: 'client', id: 'pipeline' };
      throw new LandbridgeError('HOOK_FORBIDDEN', { scope });
    },
    report: () => undefined,
  });
  return Promise.resolve(app.request(path));
}

describe('GET /doctor', () => {
  it('answers what doctor found, without anything secret', async () => {
    const response = await ask('/doctor');
    const text = await response.text();
    const json: DoctorJson = JSON.parse(text);
    expect(response.status).toBe(200);
    expect(json.verdict).toBe('warnings');
    expect(json.findings.map(({ code }) => code)).toEqual(['CALM_SCOPE_MISSING']);
    expect(json.sections.map(({ connection }) => connection)).toEqual([
      'calm-api',
      'leanix',
      'this installation',
    ]);
    for (const secret of simulator.secrets) expect(text).not.toContain(secret);
  });

  it('looks at one connection, and at what it shall be good for', async () => {
    const response = await ask('/doctor?connection=calm-api&for=stories');
    const json = (await response.json()) as DoctorJson;
    expect(json.sections.map(({ connection }) => connection)).toEqual(['calm-api', 'this installation']);
    expect(json.findings[0]?.evidence.missing).toContain('calm-api.features.read');
  });

  it('names the uses there are to whoever asks for another', async () => {
    const response = await ask('/doctor?for=everything');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'CFG_USAGE',
      facts: { known: 'landscape,projects,stories,monitoring' },
    });
  });

  it('knows no connection but those that are there, and names them', async () => {
    const response = await ask('/doctor?connection=calm');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: 'CFG_CONNECTION_UNKNOWN',
      facts: { connection: 'calm', known: 'calm-api, leanix' },
    });
    expect(simulator.ledger()).toEqual([]);
  });

  it('is not for callers without the scope', async () => {
    expect((await ask('/doctor', false)).status).toBe(403);
    expect(simulator.ledger()).toEqual([]);
  });
});
