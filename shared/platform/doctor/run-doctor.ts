// Looks at everything that is bound, one connection after the other and none left out because of another, and at
// the installation itself. Runs with no flow configured; nothing is written anywhere.
import { createMeter } from '../../connectors/http/meter.ts';
import { strikeSecrets } from '../../connectors/http/strike-secrets.ts';
import { type Check, problemCheck, verdictOf } from '../../core/doctor/check.ts';
import type { FlowRules } from '../../core/rules.ts';
import { LandbridgeError, toLandbridgeError } from '../../errors.ts';
import type { Examine } from '../../steps/doctor/examine.ts';
import type { Store } from '../../store/store.ts';
import type { System } from '../bindings.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { stateFile } from '../environment.ts';
import { knownSecrets } from '../known-secrets.ts';
import { openExistingStore, type StoreOptions } from '../open-store.ts';
import { randomFraction } from '../random.ts';
import { checkInstallation } from './check-installation.ts';
import { type Bound, findClashes, readServices, sortServices } from './find-bound.ts';
import { configuredFlows, readConfig } from './read-config.ts';

export interface DoctorOptions {
  /** Only this one, by its name or the name that the configuration gives it. */
  connection?: string | undefined;
  bindings?: string | undefined;
  config?: string | undefined;
  state?: string | undefined;
  uses?: readonly string[] | undefined;
  clock?: Clock;
}

export interface DoctorSection {
  connection: string;
  system: System | 'installation';
  checks: readonly Check[];
}

export interface DoctorReport {
  verdict: ReturnType<typeof verdictOf>;
  sections: readonly DoctorSection[];
  /** Requests by system. */
  requests: Readonly<Record<string, number>>;
}

/** Loaded only for what is bound. */
const examiners: Readonly<Record<System, () => Promise<Examine>>> = {
  'cloud-alm': async () => (await import('../../steps/doctor/examine-cloud-alm.ts')).examineCloudAlm,
  'cloud-integration': async () =>
    (await import('../../steps/doctor/examine-cloud-integration.ts')).examineCloudIntegration,
  leanix: async () => (await import('../../steps/doctor/examine-leanix.ts')).examineLeanIx,
};

/** @throws CFG_USAGE; CFG_CONNECTION_UNKNOWN for the one that was asked for */
export async function runDoctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const { clock = systemClock } = options;
  if (options.uses !== undefined) await assertUses(options.uses);
  const { services, unread } = await readServices(options.bindings);
  const state = options.state ?? stateFile();
  const { store, problem } = await openLeniently(state, { clock, bindings: options.bindings });
  try {
    const read = await readConfig(options.config, store);
    const sorted = sortServices(services, read.config);
    const isWhole = options.connection === undefined;
    const chosen = unread === undefined ? choose(sorted.bound, options.connection, read.config) : [];
    const installation: DoctorSection = {
      connection: 'this installation',
      system: 'installation',
      checks: checkInstallation({
        ...sorted,
        unread,
        clashes: isWhole ? await findClashes(read.config, options.bindings) : [],
        now: clock.now(),
        read,
        isWhole,
        state,
        ...(problem !== undefined && { problem }),
      }).map(withoutSecrets),
    };
    const meter = createMeter();
    const surroundings = { now: clock.now, sleep: clock.sleep, random: randomFraction };
    const sections: DoctorSection[] = [];
    for (const { service, system } of chosen) {
      const examine = await examiners[system]();
      const flows = flowsOf(read.config, { service, system });
      const { name: connection, instance_name: instanceName, credentials } = service;
      const pinnedWorkspace = connectionOf(read.config, connection)?.workspace;
      const given = { connection, instanceName, credentials, pinnedWorkspace, flows };
      const checks = await examine({ ...given, uses: options.uses, surroundings, meter, store }).catch(
        // Whatever it was, the other connections are looked at all the same.
        (thrown: unknown) => [problemCheck('examination', toLandbridgeError(thrown))],
      );
      sections.push({ connection, system, checks: checks.map(withoutSecrets) });
    }
    const all = [...sections, installation];
    return {
      verdict: verdictOf(all.flatMap(({ checks }) => checks)),
      sections: all,
      requests: Object.fromEntries(
        Object.entries(meter.snapshot()).map(([system, { requests }]) => [system, requests]),
      ),
    };
  } finally {
    await store?.close();
  }
}

/** A store that cannot be opened is something to tell; the connections can be looked at without it. */
async function openLeniently(
  state: string,
  options: StoreOptions,
): Promise<{ store?: Store | undefined; problem?: LandbridgeError }> {
  try {
    return { store: await openExistingStore(state, options) };
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    return { problem: thrown };
  }
}

async function assertUses(uses: readonly string[]): Promise<void> {
  const { checkUses } = await import('../../steps/doctor/scopes.ts');
  checkUses(uses);
}

/** @throws CFG_CONNECTION_UNKNOWN */
function choose(bound: readonly Bound[], connection: string | undefined, config: Config): readonly Bound[] {
  if (connection === undefined) return bound;
  const name = config.connections?.[connection]?.binding ?? connection;
  const chosen = bound.filter(({ service }) => service.name === name);
  if (chosen.length > 0) return chosen;
  const names = [...Object.keys(config.connections ?? {}), ...bound.map(({ service }) => service.name)];
  const known = [...new Set(names)].join(', ') || 'none';
  throw new LandbridgeError('CFG_CONNECTION_UNKNOWN', { connection, known });
}

function connectionOf({ connections = {} }: Config, binding: string) {
  return Object.values(connections).find((connection) => connection.binding === binding);
}

/** Those that read from or write to the service. */
function flowsOf(config: Config, { service, system }: Bound): { name: string; rules: FlowRules }[] {
  return configuredFlows(config)
    .filter(({ rules, chosen }) => {
      if (system === 'leanix') return chosen.workspace === undefined || chosen.workspace === service.name;
      return rules.system === system && (chosen.sources?.includes(service.name) ?? true);
    })
    .map(({ name, rules }) => ({ name, rules }));
}

/** Whatever was pasted into a wrong place or quoted by an answer: it is not told. */
function withoutSecrets(check: Check): Check {
  const strike = (text: string) => strikeSecrets(text, knownSecrets());
  return {
    ...check,
    detail: strike(check.detail),
    findings: check.findings.map(({ evidence, ...rest }) => ({
      ...rest,
      evidence: Object.fromEntries(
        Object.entries(evidence).map(([name, value]) => [
          name,
          typeof value === 'string' ? strike(value) : value,
        ]),
      ),
    })),
  };
}
