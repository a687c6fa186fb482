// Which flows run by themselves, and when: the same on every platform.
import type { Config } from './schema.ts';

/** Not at a full hour, when everybody's timers fire. UTC. */
const nightly = '17 1 * * *';

export interface WantedSchedule {
  flow: string;
  /** Cron with five fields, UTC. */
  schedule: string;
}

/** The flow `landscape` runs every night unless the configuration says otherwise; others when it says so. */
export function wantedSchedules({ flows }: Config = {}): WantedSchedule[] {
  const configured: NonNullable<Config['flows']> = flows ?? { landscape: {} };
  return Object.entries(configured).flatMap(([flow, { schedule = flow === 'landscape' ? nightly : '' }]) =>
    schedule === '' ? [] : [{ flow, schedule }],
  );
}
