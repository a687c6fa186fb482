// `landbridge schedule`: makes the jobs of the SAP Job Scheduling service as the configuration wants them.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { findConfig, readNamedConfig } from '../../shared/platform/config/find-config.ts';
import { wantedSchedules } from '../../shared/platform/config/wanted-schedules.ts';
import { applicationUrl } from '../../shared/platform/environment.ts';
import { type KeptSchedules, keepSchedules } from '../../shared/platform/keep-schedules.ts';
import { openJobScheduling } from '../../shared/platform/open-job-scheduling.ts';
import { openExistingStore } from '../../shared/platform/open-store.ts';
import { table } from '../output/table.ts';
import { print } from '../terminal.ts';

interface ScheduleOptions {
  bindings?: string;
  state?: string;
  config?: string;
  url?: string;
  json?: boolean;
}

export function scheduleCommand(): Command {
  return new Command('schedule')
    .summary('make the jobs of the SAP Job Scheduling service')
    .description(
      'Makes a job for each flow that runs by itself, or changes the one there; stops those no flow wants.',
    )
    .option('--bindings <file>', 'bound services, in the shape of default-env.json')
    .option('--state <file>', 'the store that may hold the configuration (default: landbridge.sqlite)')
    .option('--config <file>', 'whose schedules (default: what the store holds, else landbridge.yaml)')
    .option('--url <https://…>', 'the address of the application (default: its first route, in a task of it)')
    .option('--json', 'print one JSON object on stdout and nothing else')
    .action(async (options: ScheduleOptions) => {
      const kept = await keep(options);
      print(options.json ? JSON.stringify(kept) : renderKept(kept));
    });
}

async function keep({ bindings, state, config, url }: ScheduleOptions): Promise<KeptSchedules> {
  const address = readAddress(url ?? applicationUrl());
  const wanted = wantedSchedules((await readConfig(config, state, bindings)).config);
  const jobs = await openJobScheduling(bindings);
  if (jobs === undefined) throw new LandbridgeError('CFG_BINDING_MISSING', { service: 'SAP Job Scheduling' });
  return keepSchedules(jobs, wanted, address);
}

async function readConfig(config: string | undefined, state: string | undefined, bindings?: string) {
  if (config !== undefined) return readNamedConfig(config);
  const store = await openExistingStore(state, { bindings });
  return findConfig(store).finally(() => store?.close());
}

/** The service takes no other than https, and shows a token to it. @throws JOB_NO_ADDRESS */
function readAddress(text: string | undefined): string {
  const url = URL.parse(text ?? '');
  if (url === null || url.protocol !== 'https:' || url.search !== '' || url.username !== '') {
    throw new LandbridgeError('JOB_NO_ADDRESS', text === undefined ? {} : { url: text });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function renderKept({ schedules, raisedTimeoutSeconds }: KeptSchedules): string {
  const rows = schedules.map(({ job, flow = '', cron = '', became }) => [became, job, flow, cron]);
  const hours = (raisedTimeoutSeconds ?? 0) / 3600;
  const raised = `The service now waits ${hours} hours for a run to end, for all jobs of its instance.`;
  return [rows.length === 0 ? 'No flow runs by itself.' : table(rows), ...(hours > 0 ? [raised] : [])].join(
    '\n',
  );
}
