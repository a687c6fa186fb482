import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAllBindings, readBindings } from '../../../shared/platform/bindings.ts';

const uaa = { url: 'https://zone.example', clientid: 'me', clientsecret: 'secret', identityzone: 'zone' };
const calm = { name: 'calm-key', credentials: { endpoints: { Api: 'https://calm.example' }, uaa } };
const leanIx = { name: 'leanix', credentials: { host: 'leanix.example', apiToken: 'secret' } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bindings-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(services: Record<string, unknown[]>) {
  const file = join(folder, 'bindings.json');
  await writeFile(file, JSON.stringify({ VCAP_SERVICES: services }));
  return readBindings('cloud-alm', file);
}

it.each([
  { endpoints: { eventing: 'https://events.example' }, uaa },
  { endpoints: 'https://events.example' },
  { endpoints: null },
  {},
  null,
])('does not take a foreign service with %j for one of its own', async (credentials) => {
  const foreign = { name: 'events', label: 'events', tags: null, credentials };
  const { sources, leanIx: found } = await read({ events: [foreign], 'user-provided': [calm, leanIx] });
  expect(sources.map(({ name }) => name)).toEqual(['calm-key']);
  expect(found.name).toBe('leanix');
});

it('finds Cloud ALM by its endpoint under any name', async () => {
  const { sources } = await read({ any: [{ ...calm, name: 'landscape' }], other: [leanIx] });
  expect(sources.map(({ tenant }) => tenant)).toEqual(['zone']);
});

it('names what a service called Cloud ALM lacks', async () => {
  const incomplete = { name: 'calm-key', credentials: { endpoints: { eventing: 'https://x' }, uaa } };
  await expect(read({ any: [incomplete, leanIx] })).rejects.toMatchObject({
    code: 'CFG_BINDING_INCOMPLETE',
    facts: { binding: 'calm-key', missing: 'endpoints.Api' },
  });
});

it('refuses two services of one name, of which one would be lost unseen', async () => {
  const other = { ...calm, credentials: { ...calm.credentials, uaa: { ...uaa, identityzone: 'other' } } };
  await expect(read({ one: [calm, other], 'user-provided': [leanIx] })).rejects.toMatchObject({
    code: 'CFG_BINDING_AMBIGUOUS',
    facts: { service: 'calm-key' },
  });
});

it('finds several workspaces where none was chosen yet, in the order of their names', async () => {
  const services = { any: [{ ...leanIx, name: 'leanix-b' }, calm, { ...leanIx, name: 'leanix-a' }] };
  await expect(read(services)).rejects.toMatchObject({
    code: 'CFG_BINDING_AMBIGUOUS',
    facts: { bindings: 'leanix-a, leanix-b' },
  });
  // The file is bound by now, as it would be by the environment.
  const all = await readAllBindings('cloud-alm');
  expect(all.leanIx.map(({ name }) => name)).toEqual(['leanix-a', 'leanix-b']);
  expect(all.sources.map(({ name }) => name)).toEqual(['calm-key']);
});

it('takes no XSUAA for one of the systems, whatever it is called', async () => {
  const credentials = { clientid: 'sb-x!t1', xsappname: 'x!t1', uaadomain: 'auth.example' };
  const xsuaa = { name: 'leanix-calm-xsuaa', label: 'xsuaa', credentials };
  const pasted = { name: 'leanix-xsuaa-2', credentials };
  const { leanIx: found } = await read({ xsuaa: [xsuaa], 'user-provided': [calm, leanIx, pasted] });
  expect(found.name).toBe('leanix');
});
