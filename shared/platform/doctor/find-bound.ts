// What is bound, by the system that each service is of: as the configuration says, and where it says nothing as the
// service itself shows.
import { LandbridgeError } from '../../errors.ts';
import { kindOf, readBindings, type System } from '../bindings.ts';
import { type BoundService, loadBoundServices } from '../bound-services.ts';
import type { Config } from '../config/schema.ts';
import { configuredFlows } from './read-config.ts';

export interface Bound {
  service: BoundService;
  system: System;
}

export interface ReadServices {
  services: readonly BoundService[];
  /** Why nothing of them is known. */
  unread?: LandbridgeError;
}

/** Bindings that cannot be read are something to tell, too. */
export async function readServices(file: string | undefined): Promise<ReadServices> {
  try {
    const find = await loadBoundServices(file);
    return { services: find(() => true) };
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    return { services: [], unread: thrown };
  }
}

export interface SortedServices {
  bound: readonly Bound[];
  /** What is none of the systems. */
  others: readonly BoundService[];
  /** Keys of Cloud Integration that may only call integration flows: they look like the ones that are needed. */
  callers: readonly string[];
}

export function sortServices(services: readonly BoundService[], config: Config): SortedServices {
  const named = systemsNamed(config);
  const systemOf = (service: BoundService) => named.get(service.name) ?? kindOf(service);
  return {
    bound: services.flatMap((service) => {
      const system = systemOf(service);
      return system === undefined ? [] : [{ service, system }];
    }),
    others: services.filter((service) => systemOf(service) === undefined),
    callers: services.filter(({ plan }) => plan === 'integration-flow').map(({ name }) => name),
  };
}

/** Bindings that flows name, by what they are to be. */
function systemsNamed(config: Config): Map<string, System> {
  return new Map(
    configuredFlows(config).flatMap(({ rules, chosen: { workspace, sources = [] } }) => [
      ...(workspace === undefined ? [] : ([[workspace, 'leanix']] as const)),
      ...sources.map((name) => [name, rules.system] as const),
    ]),
  );
}

/** Keys that lead to one tenant, as every run of the flow refuses them. */
export async function findClashes(config: Config, file: string | undefined): Promise<LandbridgeError[]> {
  const clashes = new Map<string, LandbridgeError>();
  for (const { rules, chosen } of configuredFlows(config)) {
    try {
      await readBindings(rules.system, file, chosen);
    } catch (thrown) {
      if (!(thrown instanceof LandbridgeError)) throw thrown;
      // Whatever else keeps bindings from being used is told where each is looked at.
      if (thrown.facts.tenants !== undefined) clashes.set(String(thrown.facts.tenants), thrown);
    }
  }
  return [...clashes.values()];
}
