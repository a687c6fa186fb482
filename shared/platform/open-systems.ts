// Connects everything that is bound, for whoever only looks: without a store, so that no token is kept.
import { type CloudAlm, connectCloudAlm } from '../connectors/cloud-alm/connect-cloud-alm.ts';
import { createMeter, type Meter } from '../connectors/http/meter.ts';
import { connectLeanIx } from '../connectors/leanix/connect-leanix.ts';
import type { LeanIx } from '../connectors/leanix/leanix.ts';
import type { AllBindings } from './bindings.ts';
import { systemClock } from './clock.ts';
import { randomFraction } from './random.ts';

export interface OpenSystems {
  sources: readonly CloudAlm[];
  workspaces: readonly [LeanIx, ...LeanIx[]];
  meter: Meter;
}

/** In the order of the bindings. */
export function openSystems({ cloudAlm, leanIx: [first, ...others] }: AllBindings): OpenSystems {
  const meter = createMeter();
  const surroundings = { now: systemClock.now, sleep: systemClock.sleep, random: randomFraction };
  const options = { surroundings, meter };
  return {
    sources: cloudAlm.map((binding) => connectCloudAlm(binding, options)),
    workspaces: [connectLeanIx(first, options), ...others.map((binding) => connectLeanIx(binding, options))],
    meter,
  };
}
