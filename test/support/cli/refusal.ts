// Bad input from the side of a test: bindings changed by hand, and what must then come of a run.
import { writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { errorCodes } from '../../../shared/error-codes.ts';
import type { Bindings } from '../../../simulator/credentials.ts';
import type { SheetSeen } from './fact-sheets.ts';
import { isMutation, type SyncEnd, type World, withWorld } from './world.ts';

export interface Services {
  SAPCloudALMAPIs?: { credentials: { endpoints: { Api: string }; uaa: Record<string, string> } }[];
  'user-provided'?: { name: string; credentials: { host: string; apiToken: string } }[];
}

/** Changes the bindings file of the world by hand, as somebody does who pastes wrongly. */
export async function rewriteBindings(
  world: World,
  change: (services: Required<Services>) => void,
): Promise<void> {
  const bindings: Bindings = structuredClone(world.simulator.bindings);
  change(bindings.VCAP_SERVICES as Required<Services>);
  await writeFile(world.bindings, JSON.stringify(bindings));
}

let untouched: Promise<SheetSeen[]> | undefined;

/** The code and its cure are said on both roads, and no application was touched. For a world of the default size and seed. */
export async function expectRefusal(
  world: World,
  { json, stderr, code }: SyncEnd,
  expected: { exitCode: number; code: keyof typeof errorCodes; names?: readonly string[] },
): Promise<void> {
  const problem = json.error ?? json.refused;
  expect(problem?.code).toBe(expected.code);
  for (const text of [problem?.message, stderr]) {
    expect(text).toContain(expected.code);
    expect(text).toContain(errorCodes[expected.code].cure);
    for (const name of expected.names ?? []) expect(text).toContain(name);
  }
  expect(code).toBe(expected.exitCode);
  expect(json.counts).toMatchObject({ created: 0, updated: 0, linked: 0 });
  expect(world.ledger().filter(isMutation)).toEqual([]);
  untouched ??= withWorld({}, (other) => other.applications());
  expect(await world.applications()).toEqual(await untouched);
}
