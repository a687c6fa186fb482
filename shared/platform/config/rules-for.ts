// The rules of a flow by the configuration that holds now, for whoever asks no system.
import type { FlowRules } from '../../core/rules.ts';
import type { Store } from '../../store/store.ts';
import { configureFlow } from './configure-flow.ts';
import { findConfig, readNamedConfig } from './find-config.ts';

/**
 * @param file undefined: what the store holds, else landbridge.yaml
 * @throws CFG_FLOW_UNKNOWN, CFG_FILE_UNREADABLE, ConfigError
 */
export async function rulesFor(flow: string, file: string | undefined, store: Store): Promise<FlowRules> {
  const { config } = file === undefined ? await findConfig(store) : await readNamedConfig(file);
  return configureFlow(flow, config).rules;
}
