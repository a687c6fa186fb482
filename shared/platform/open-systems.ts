// Connects everything that is bound, for whoever only looks: without a store, so that no token is kept.
import { createMeter, type Meter } from '../connectors/http/meter.ts';
import { connectLeanIx } from '../connectors/leanix/connect-leanix.ts';
import type { LeanIx } from '../connectors/leanix/leanix.ts';
import type { Source } from '../core/model.ts';
import type { AllBindings } from './bindings.ts';
import { systemClock } from './clock.ts';
import { connectSource } from './connect-source.ts';
import { randomFraction } from './random.ts';

export interface OpenSystems {
  sources: readonly Source[];
  workspaces: readonly [LeanIx, ...LeanIx[]];
  meter: Meter;
}

/** In the order of the bindings. */
export async function openSystems({
  sources,
  leanIx: [first, ...others],
}: AllBindings): Promise<OpenSystems> {
  const meter = createMeter();
  const surroundings = { now: systemClock.now, sleep: systemClock.sleep, random: randomFraction };
  const options = { surroundings, meter };
  return {
    sources: await Promise.all(sources.map((binding) => connectSource(binding, options))),
    workspaces: [connectLeanIx(first, options), ...others.map((binding) => connectLeanIx(binding, options))],
    meter,
  };
}
