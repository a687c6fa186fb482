// The jobs of the SAP Job Scheduling service as the configuration wants them: one a flow that runs by itself. Done
// again it changes nothing; jobs of others are left alone.
import type { Job, JobScheduling, WantedJob } from '../connectors/job-scheduling/connect-job-scheduling.ts';
import { toJobScheduling } from './config/schedule.ts';
import type { WantedSchedule } from './config/wanted-schedules.ts';

export interface KeptSchedule {
  job: string;
  /** Absent where the flow is not one of the configuration any more. */
  flow?: string;
  cron?: string;
  /** `stopped`: no flow wants it any more; its logs stay. */
  became: 'created' | 'updated' | 'unchanged' | 'stopped';
}

export interface KeptSchedules {
  schedules: KeptSchedule[];
  /** How long the service waits for a run to end, where that had to be raised. */
  raisedTimeoutSeconds?: number;
}

/** Where the service calls us (functions/jobs.ts). */
export const startPath = '/jobs/start';

const prefix = 'landbridge_';
/** A first run of a large landscape takes hours at most; a plan that was made longer ago is not applied. */
const leastTimeoutSeconds = 24 * 60 * 60;

/** @param url the address of the application, without a slash at its end */
export async function keepSchedules(
  jobs: JobScheduling,
  wanted: readonly WantedSchedule[],
  url: string,
): Promise<KeptSchedules> {
  const schedules: KeptSchedule[] = [];
  for (const { flow, schedule } of wanted) {
    const job = jobOf(flow, schedule, url);
    const found = await jobs.findJob(job.name);
    const isAlike = found !== undefined && isLike(found, job);
    if (!isAlike) await jobs.putJob(job);
    const became = found === undefined ? 'created' : isAlike ? 'unchanged' : 'updated';
    schedules.push({ job: job.name, flow, cron: job.cron, became });
  }
  const names = new Set(schedules.map(({ job }) => job));
  for (const { id, name, action, active } of await jobs.listJobs(prefix)) {
    if (names.has(name) || !active || action !== `${url}${startPath}`) continue;
    await jobs.stopJob(id);
    schedules.push({ job: name, became: 'stopped' });
  }
  if ((await jobs.readTimeout()) >= leastTimeoutSeconds) return { schedules };
  await jobs.writeTimeout(leastTimeoutSeconds);
  return { schedules, raisedTimeoutSeconds: leastTimeoutSeconds };
}

function jobOf(flow: string, schedule: string, url: string): WantedJob {
  return {
    name: jobName(flow),
    description: `Landbridge: runs the flow ${flow}`,
    action: `${url}${startPath}`,
    active: true,
    cron: toJobScheduling(schedule),
    data: { flow },
  };
}

/** Names of jobs have no special characters: `landscape-emea` becomes landbridge_landscape_emea. */
export function jobName(flow: string): string {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/i.test(flow)
    ? `${prefix}${flow.replaceAll('-', '_')}`
    : `${prefix}x_${Buffer.from(flow).toString('hex')}`;
}

function isLike(found: Job, { action, active, description, cron, data }: WantedJob): boolean {
  const [schedule, ...others] = found.schedules;
  return (
    found.action === action &&
    found.active === active &&
    found.description === description &&
    found.httpMethod === 'POST' &&
    found.calmConfig?.enabled === true &&
    others.length === 0 &&
    schedule?.cron === cron &&
    schedule.active === active &&
    // An object, or the text of one: both are documented.
    (schedule.data === JSON.stringify(data) || JSON.stringify(schedule.data) === JSON.stringify(data))
  );
}
