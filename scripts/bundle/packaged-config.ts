// What landbridge.yaml, where the project has one, means for the packages: it travels with every function, and
// the schedules in it become timers.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseConfig } from '../../shared/platform/config/parse-config.ts';
import { toEventBridge } from '../../shared/platform/config/schedule.ts';
import type { Config } from '../../shared/platform/config/schema.ts';
import { wantedSchedules } from '../../shared/platform/config/wanted-schedules.ts';

export const configFile = 'landbridge.yaml';

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

export function schedulesOf(config?: Config): ScheduleEvent[] {
  return wantedSchedules(config).map(({ flow, schedule }) => ({
    schedule: { description: `Runs ${flow}`, rate: toEventBridge(schedule), input: { flow } },
  }));
}
