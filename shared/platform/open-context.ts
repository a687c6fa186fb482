// Puts together what the steps are given: bindings, store, connections, time and chance. The adapters are
// picked here and loaded only when they are.
import { connectCloudAlm } from '../connectors/cloud-alm/connect-cloud-alm.ts';
import { createMeter } from '../connectors/http/meter.ts';
import { connectLeanIx } from '../connectors/leanix/connect-leanix.ts';
import type { Progress, StepContext } from '../steps/context.ts';
import { readBindings } from './bindings.ts';
import { type Clock, systemClock } from './clock.ts';
import { configureFlow } from './config/configure-flow.ts';
import { loadConfig } from './config/load-config.ts';
import { openStore } from './open-store.ts';
import { newRunId, randomFraction } from './random.ts';
import { createTokenCache } from './token-cache.ts';

export interface ContextOptions {
  /** File with the configuration; else landbridge.yaml of the working directory, if there is one. */
  config?: string | undefined;
  /** File with bindings that take the place of the environment's. */
  bindings?: string | undefined;
  /** File of the embedded store. */
  state?: string | undefined;
  clock?: Clock;
  /** Milliseconds a burst may last. */
  burstMs?: number;
  progress?: (event: Progress) => void;
}

export interface OpenContext extends StepContext {
  close(): Promise<void>;
}

/** @throws CFG_… for the flow, configuration and bindings; STORE_UNREADABLE, STORE_SCHEMA_NEWER */
export async function openContext(flow: string, options: ContextOptions = {}): Promise<OpenContext> {
  const { clock = systemClock, burstMs = 60_000, progress = () => undefined } = options;
  const { rules, chosen, workspaceOf } = configureFlow(flow, await loadConfig(options.config));
  const bindings = await readBindings(options.bindings, chosen);
  const { workspace: pinnedWorkspace, requestsPerSecond } = workspaceOf(bindings.leanIx.name);
  const { isProcessGone, markOfThisProcess } = await import('./process-mark.ts');
  const store = await openStore(options.state, clock);
  const meter = createMeter();
  const surroundings = { now: clock.now, sleep: clock.sleep, random: randomFraction };

  return {
    rules,
    ...(pinnedWorkspace !== undefined && { pinnedWorkspace }),
    store,
    meter,
    progress,
    burstMs,
    time: clock,
    newId: () => newRunId(clock.now()),
    process: { mark: markOfThisProcess(), isGone: isProcessGone },
    sources: bindings.cloudAlm.map((binding) => {
      const connection = `${binding.tenant} ${binding.clientId}`;
      const secret = binding.clientSecret;
      const tokenCache = createTokenCache(store, { system: 'cloud-alm', connection, secret, now: clock.now });
      return connectCloudAlm(binding, { surroundings, meter, tokenCache });
    }),
    leanIx: connectLeanIx(bindings.leanIx, {
      surroundings,
      meter,
      ...(requestsPerSecond !== undefined && { requestsPerSecond }),
      tokenCache: createTokenCache(store, {
        system: 'leanix',
        connection: new URL(bindings.leanIx.origin).host,
        secret: bindings.leanIx.apiToken,
        now: clock.now,
      }),
    }),
    close: () => store.close(),
  };
}
