// The configuration as doctor takes it: mistakes in it are something to tell, not a reason to stop.
import { LandbridgeError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { ConfigError } from '../config/config-error.ts';
import { type ConfiguredFlow, configureFlow } from '../config/configure-flow.ts';
import { findConfig, readNamedConfig } from '../config/find-config.ts';
import type { Config } from '../config/schema.ts';

export interface ReadConfig {
  /** Empty where there is none, or none that can be read. */
  config: Config;
  /** A path, the store, or `none`. */
  name: string;
  problem?: LandbridgeError;
  mistakes: readonly string[];
}

export async function readConfig(file: string | undefined, store: Store | undefined): Promise<ReadConfig> {
  try {
    const { config, name } = await (file === undefined ? findConfig(store) : readNamedConfig(file));
    return { config, name, mistakes: [] };
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    const mistakes = thrown instanceof ConfigError ? thrown.mistakes : [];
    return { config: {}, name: file ?? 'landbridge.yaml', problem: thrown, mistakes };
  }
}

/** The landscape flow where nothing is configured: it is what runs then. */
export function configuredFlows(config: Config): (ConfiguredFlow & { name: string })[] {
  const names = Object.keys(config.flows ?? {});
  return (names.length === 0 ? ['landscape'] : names).map((name) => ({
    name,
    ...configureFlow(name, config),
  }));
}
