// A whole small world in this process for tests of the steps: simulator, relay, store file, a clock that can be
// moved, a person who works in LeanIX, and any number of contexts that share the store as processes would.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Report } from '../../shared/core/report.ts';
import { type ContextOptions, type OpenContext, openContext } from '../../shared/platform/open-context.ts';
import { runFlow } from '../../shared/platform/run-flow.ts';
import type { StepContext } from '../../shared/steps/context.ts';
import { readReport } from '../../shared/steps/report.ts';
import type { Run } from '../../shared/steps/run.ts';
import type { StartRequest } from '../../shared/steps/start.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { type Client, createClient } from '../contract/simulator/client.ts';
import { type Application, readApplications } from './applications.ts';
import { createMovedClock, type MovedClock } from './moved-clock.ts';
import { type LandscapeRecord, type Relay, startRelay } from './relay.ts';
import { makeWorkFolder } from './work-folder.ts';

export const dayMs = 86_400_000;

export interface WorldOptions extends Partial<SimulatorOptions> {
  /** What Cloud ALM lists; without it the landscape of the simulator. */
  objects?: readonly LandscapeRecord[];
  /** What a second tenant lists; without it there is none. */
  secondTenant?: readonly LandscapeRecord[];
}

export interface Night {
  run: Run;
  report: Report;
  /** Calls the simulator saw meanwhile: `system method path`, for GraphQL the root fields. */
  ledger: string[];
}

export interface World {
  simulator: Simulator;
  relay: Relay;
  clock: MovedClock;
  /** Talks to the simulator directly. */
  person: Client;
  landscape: Map<string, LandscapeRecord>;
  bindings: { file: string; services: unknown };
  state: string;
  /** A context of its own on the same store, as another process has. */
  open(options?: Partial<ContextOptions> & { flow?: string }): Promise<OpenContext>;
  /** One run, at once, in a fresh context or the given one. */
  run(context?: StepContext, flow?: string, request?: StartRequest): Promise<Night>;
  /** Writes a configuration file and gives its path. */
  configure(text: string): string;
  /** One run, a day after the last. */
  night(): Promise<Night>;
  applications(): Promise<Application[]>;
  /** The application that stands for a landscape object. */
  applicationOf(lmsId: string): Promise<Application>;
  loseStore(): void;
}

/** Everything is closed when the test is over. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { objects, secondTenant, ...simulated } = options;
  const simulator = await startSimulator({ size: 0, seed: 1, ...simulated });
  const relay = await startRelay(simulator.origin);
  const clock = createMovedClock();
  const person = createClient(simulator);
  const folder = makeWorkFolder('world');
  const state = join(folder, 'state.sqlite');
  const landscape = byId(objects ?? []);
  if (objects !== undefined) relay.landscapes.set('', landscape);
  if (secondTenant !== undefined) relay.landscapes.set('/tenant-2', byId(secondTenant));
  const file = join(folder, 'default-env.json');
  const services = bindingsThrough(relay.origin, simulator, secondTenant !== undefined);
  writeFileSync(file, JSON.stringify(services));

  const contexts: OpenContext[] = [];
  onTestFinished(async () => {
    for (const context of contexts) await context.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
    await relay.close();
  });

  const open: World['open'] = async ({ flow = 'landscape', ...changes } = {}) => {
    const context = await openContext(flow, { bindings: file, state, clock, ...changes });
    contexts.push(context);
    return context;
  };
  const run: World['run'] = async (given, flow = 'landscape', request) => {
    const context = given ?? (await open());
    const before = simulator.ledger().length;
    const ended = await runFlow(context, flow, request);
    if (ended.report === undefined) throw new Error(`The run has no report: ${ended.state}`);
    const report = await readReport(context.store, ended.report);
    return { run: ended, report, ledger: simulator.ledger().slice(before).map(lineOf) };
  };

  return {
    simulator,
    relay,
    clock,
    person,
    landscape,
    bindings: { file, services },
    state,
    open,
    run,
    configure: (text) => {
      const path = join(folder, 'landbridge.yaml');
      writeFileSync(path, text);
      return path;
    },
    night: () => {
      clock.advance(dayMs);
      return run();
    },
    applications: () => readApplications(person),
    async applicationOf(lmsId) {
      const found = (await readApplications(person)).filter(({ externalId }) => externalId === keyOf(lmsId));
      const [only, ...more] = found;
      if (only === undefined || more.length > 0) throw new Error(`${found.length} applications for ${lmsId}`);
      return only;
    },
    loseStore: () => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${state}${suffix}`, { force: true });
    },
  };
}

/** The external id of a landscape object of the simulated tenant. */
export function keyOf(lmsId: string): string {
  return `calm:example-calm:${lmsId}`;
}

/** A productive tenant of S/4HANA Cloud; `aSystem(7)` is called my400007. */
export function aSystem(number: number, change: LandscapeRecord = {}): LandscapeRecord {
  const digits = String(number).padStart(3, '0');
  return {
    lmsId: `lms-${digits}`,
    name: `my400${digits}`,
    objectType: 'CloudService',
    serviceType: 'S4HANA_CLOUD',
    serviceTypeLabel: 'SAP S/4HANA Cloud',
    role: 'PROD',
    systemNumber: `000000000800000${digits}`,
    externalId: null,
    source: 'IMPORTED',
    deploymentModel: 'SAP Public Cloud',
    ...change,
  };
}

/** Numbered from 1. */
export function systems(count: number): LandscapeRecord[] {
  return Array.from({ length: count }, (_, index) => aSystem(index + 1));
}

/** The lines of a ledger that change fact sheets. */
export function writesOf(ledger: readonly string[]): string[] {
  return ledger.filter((line) => /(create|update)FactSheet/.test(line));
}

function byId(objects: readonly LandscapeRecord[]): Map<string, LandscapeRecord> {
  return new Map(objects.map((object) => [object.lmsId ?? '', object]));
}

function bindingsThrough(origin: string, { bindings, origin: target }: Simulator, second: boolean): unknown {
  const through = (text: string, to: string) => text.replaceAll(`${target}/`, `${to}/`);
  const services = JSON.parse(through(JSON.stringify(bindings), origin).replaceAll(target, origin));
  const [first] = services.VCAP_SERVICES.SAPCloudALMAPIs;
  if (second) {
    const other = JSON.parse(through(JSON.stringify(first), '').replaceAll(origin, `${origin}/tenant-2`));
    other.name = 'calm-api-2';
    other.credentials.uaa.identityzone = 'example-second';
    services.VCAP_SERVICES.SAPCloudALMAPIs.push(other);
  }
  return services;
}

function lineOf({ system, method, path, operation }: ReturnType<Simulator['ledger']>[number]): string {
  const counts = new Map<string, number>();
  for (const name of operation.split(',')) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].map(([name, count]) => (count === 1 ? name : `${count} ${name}`)).join(', ');
  return `${system} ${method} ${path}${operation === '' ? '' : `: ${names}`}`;
}
