// What landbridge.yaml, where the project has one, means for the packages: it travels with every function, and
// the schedules in it become timers.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseConfig } from '../../shared/platform/config/parse-config.ts';
import { toEventBridge } from '../../shared/platform/config/schedule.ts';
import type { Config } from '../../shared/platform/config/schema.ts';

export const configFile = 'landbridge.yaml';

/** Not at a full hour, when everybody's timers fire. UTC. */
const nightly = '17 1 * * *';

/** An event of serverless.yml. */
export interface ScheduleEvent {
  schedule: { description: string; rate: string; input: { flow: string } };
}

/** Undefined where there is none. @throws ConfigError */
export async function readPackagedConfig(root: string): Promise<Config | undefined> {
  const path = `${root}/${configFile}`;
  if (!existsSync(path)) return undefined;
  // Variables are those of the deployed function: here any value will do.
  return parseConfig(configFile, await readFile(path, 'utf8'), (name) => process.env[name] ?? name);
}

/** The flow `landscape` runs every night unless the configuration says otherwise; others when it says so. */
export function schedulesOf({ flows }: Config = {}): ScheduleEvent[] {
  const configured: NonNullable<Config['flows']> = flows ?? { landscape: {} };
  return Object.entries(configured).flatMap(([flow, { schedule = flow === 'landscape' ? nightly : '' }]) =>
    schedule === ''
      ? []
      : [{ schedule: { description: `Runs ${flow}`, rate: toEventBridge(schedule), input: { flow } } }],
  );
}
