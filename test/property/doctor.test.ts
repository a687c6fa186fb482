// Whatever was pasted into a binding, doctor looks at all connections to the end, and tells nothing of a secret.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctorJson } from '../../shared/platform/doctor/doctor-json.ts';
import { runDoctor } from '../../shared/platform/doctor/run-doctor.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'landbridge-doctor-law-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const secret = 'se+cret=of-this-test';
/** Nothing listens on port 1. */
const address = fc.constantFrom(
  undefined,
  null,
  '',
  7,
  {},
  [],
  'not an address',
  'http://127.0.0.1:1/api',
  'https://127.0.0.1:1/oauth/token',
  'http://elsewhere.example',
  `https://user:${secret}@127.0.0.1:1`,
  'https://[::1]:1',
);
const name = fc.oneof(fc.constantFrom('', 'x!b1|calm!b2', 'S4H_100_00'), fc.string(), fc.jsonValue());
/** A secret may stand where a name should. */
const text = fc.oneof(fc.constant(secret), name);
const cloudAlm = fc.record(
  {
    endpoints: fc.oneof(fc.record({ Api: address }, { requiredKeys: [] }), fc.jsonValue()),
    uaa: fc.oneof(
      fc.record(
        {
          url: address,
          certurl: address,
          clientid: text,
          clientsecret: fc.constantFrom(secret, '', null),
          certificate: text,
          key: fc.constantFrom(secret, '', null),
          identityzone: text,
          // Told as it is: that of the application is no secret anywhere.
          xsappname: name,
          tenantid: text,
          'credential-type': fc.constantFrom('x509', 'binding-secret', 'other', 7),
        },
        { requiredKeys: [] },
      ),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: [] },
);
const leanIx = fc.record(
  { host: address, apiToken: fc.constantFrom(secret, '', null, 7) },
  { requiredKeys: [] },
);

const clock = {
  now: () => Date.now(),
  sleep: async () => undefined,
  giveWay: async () => undefined,
  every: () => () => undefined,
};

describe('doctor', () => {
  it('comes to the end whatever was pasted, and tells no secret', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cloudAlm, leanIx, async (calm, workspace) => {
        const bindings = join(folder, 'bindings.json');
        const services = {
          SAPCloudALMAPIs: [{ name: 'calm-api', label: 'SAPCloudALMAPIs', credentials: calm }],
          'user-provided': [{ name: 'leanix', label: 'user-provided', credentials: workspace }],
        };
        writeFileSync(bindings, JSON.stringify({ VCAP_SERVICES: services }));
        const json = doctorJson(await runDoctor({ bindings, state: join(folder, 'none.sqlite'), clock }));
        expect(json.sections.map(({ connection }) => connection).toSorted()).toEqual([
          'calm-api',
          'leanix',
          'this installation',
        ]);
        expect(json.findings.map(({ code }) => code)).not.toContain('BUG_UNEXPECTED');
        expect(JSON.stringify(json)).not.toContain(secret);
      }),
      { numRuns: 60 },
    );
  });
});
