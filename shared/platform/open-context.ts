// Puts together what the steps are given: configuration, bindings, store, connections, time and chance. The
// adapters are picked here and loaded only when they are.
import { createMeter } from '../connectors/http/meter.ts';
import { connectLeanIx } from '../connectors/leanix/connect-leanix.ts';
import { defaultPace, type Progress, type StepContext } from '../steps/context.ts';
import { defaultRetentionDays } from '../steps/run.ts';
import type { Store } from '../store/store.ts';
import { readBindings, secretOf } from './bindings.ts';
import { type Clock, systemClock } from './clock.ts';
import { configureFlow } from './config/configure-flow.ts';
import { type FoundConfig, findConfig, readNamedConfig } from './config/find-config.ts';
import { readStoredConfig } from './config/stored-config.ts';
import { connectSource } from './connect-source.ts';
import { stateFile } from './environment.ts';
import { isFile, openExistingStore, openStore } from './open-store.ts';
import { newRunId, randomFraction } from './random.ts';
import { isStopping } from './stopping.ts';
import { createTokenCache } from './token-cache.ts';

export interface ContextOptions {
  /** File with the configuration; else what the store holds, else landbridge.yaml of the working directory. */
  config?: string | undefined;
  /** File with bindings that take the place of the environment's. */
  bindings?: string | undefined;
  /** File of the embedded store, or `postgresql`: the bound one. */
  state?: string | undefined;
  clock?: Clock;
  /** Milliseconds a burst may last. */
  burstMs?: number;
  progress?: (event: Progress) => void;
}

export interface OpenContext extends StepContext {
  /** The configuration that holds, and where it was found. */
  found: FoundConfig;
  /** Whether the store still holds the configuration it held when this was opened. */
  isConfigCurrent(): Promise<boolean>;
  close(): Promise<void>;
}

/** @throws CFG_… for the flow, configuration and bindings; STORE_UNREADABLE, STORE_SCHEMA_NEWER */
export async function openContext(flow: string, options: ContextOptions = {}): Promise<OpenContext> {
  const { clock = systemClock } = options;
  // No store is made before everything else is known to be right.
  const named = options.config === undefined ? undefined : await readNamedConfig(options.config);
  const where = { clock, bindings: options.bindings };
  const existing = await openExistingStore(options.state, where);
  try {
    const found = named ?? (await findConfig(existing));
    return await join(flow, options, found, async () => existing ?? openStore(options.state, where));
  } catch (thrown) {
    await existing?.close();
    throw thrown;
  }
}

async function join(
  flow: string,
  options: ContextOptions,
  found: FoundConfig,
  open: () => Promise<Store>,
): Promise<OpenContext> {
  const { clock = systemClock, burstMs = 60_000, progress = () => undefined } = options;
  const { rules, chosen, workspaceOf, sourcePaceOf } = configureFlow(flow, found.config);
  const bindings = await readBindings(rules.system, options.bindings, chosen);
  const { workspace: pinnedWorkspace, pace: writingPace = {} } = workspaceOf(bindings.leanIx.name);
  const store = await open();
  const meter = createMeter();
  const surroundings = { now: clock.now, sleep: clock.sleep, random: randomFraction };

  return {
    found,
    rules,
    ...(pinnedWorkspace !== undefined && { pinnedWorkspace }),
    store,
    meter,
    pace: { ...defaultPace, ...writingPace },
    retentionDays: found.config.retention?.days ?? defaultRetentionDays,
    progress,
    burstMs,
    isStopping,
    time: clock,
    newId: () => newRunId(clock.now()),
    ...(isFile(options.state ?? stateFile()) ? await thisProcess() : {}),
    sources: await Promise.all(
      bindings.sources.map((binding) => {
        const { system, tenant, clientId } = binding;
        const secret = secretOf(binding);
        const connection = `${tenant} ${clientId}`;
        const tokenCache = createTokenCache(store, { system, connection, secret, now: clock.now });
        const requestsPerSecond = sourcePaceOf(binding.name)?.requestsPerSecond;
        return connectSource(binding, { surroundings, meter, tokenCache, requestsPerSecond });
      }),
    ),
    leanIx: connectLeanIx(bindings.leanIx, {
      surroundings,
      meter,
      requestsPerSecond: writingPace.requestsPerSecond,
      tokenCache: createTokenCache(store, {
        system: 'leanix',
        connection: new URL(bindings.leanIx.origin).host,
        secret: bindings.leanIx.apiToken,
        now: clock.now,
      }),
    }),
    isConfigCurrent: async () => (await readStoredConfig(store))?.version === found.version,
    close: () => store.close(),
  };
}

/** Only who shares a file shares a machine: elsewhere another's process may seem to be dead and is not. */
async function thisProcess(): Promise<Pick<StepContext, 'process'>> {
  const { isProcessGone, markOfThisProcess } = await import('./process-mark.ts');
  return { process: { mark: markOfThisProcess(), isGone: isProcessGone } };
}
