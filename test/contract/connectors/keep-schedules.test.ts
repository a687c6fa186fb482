// The jobs of the SAP Job Scheduling service follow the configuration, against the service on loopback.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { parseJobSchedulingBinding } from '../../../shared/connectors/job-scheduling/binding.ts';
import { connectJobScheduling } from '../../../shared/connectors/job-scheduling/connect-job-scheduling.ts';
import { wantedSchedules } from '../../../shared/platform/config/wanted-schedules.ts';
import { jobName, keepSchedules } from '../../../shared/platform/keep-schedules.ts';
import { type JobScheduler, startJobScheduler } from '../../support/job-scheduling/job-scheduler.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const url = 'https://landbridge.example';
const two = { flows: { landscape: {}, 'landscape-emea': { schedule: '5 2 * * 1-5' } } };

describe('keepSchedules', () => {
  let scheduler: JobScheduler;
  beforeEach(async () => {
    scheduler = await startJobScheduler();
  });
  afterEach(() => scheduler.close());

  async function keep(config: Parameters<typeof wantedSchedules>[0], at = url) {
    const binding = parseJobSchedulingBinding('jobs', scheduler.credentials);
    const jobs = connectJobScheduling(binding, { surroundings: stillSurroundings(), meter: createMeter() });
    const { schedules, raisedTimeoutSeconds } = await keepSchedules(jobs, wantedSchedules(config), at);
    return { became: schedules.map(({ job, became }) => [job, became]), raisedTimeoutSeconds };
  }
  const writes = () => scheduler.requests.filter((request) => request.startsWith('PUT'));

  it('makes a job a flow, monitored in Cloud ALM, and waits long enough for its runs', async () => {
    expect(await keep(two)).toEqual({
      became: [
        ['landbridge_landscape', 'created'],
        ['landbridge_landscape_emea', 'created'],
      ],
      raisedTimeoutSeconds: 86_400,
    });
    expect(scheduler.jobs).toMatchObject([
      {
        name: 'landbridge_landscape',
        action: 'https://landbridge.example/jobs/start',
        httpMethod: 'POST',
        active: true,
        calmConfig: { enabled: true },
        schedules: [{ cron: '* * * * 1 17 23', active: true, data: '{"flow":"landscape"}' }],
      },
      { schedules: [{ cron: '* * * mon,tue,wed,thu,fri 2 5 23', data: '{"flow":"landscape-emea"}' }] },
    ]);
  });

  it('writes nothing the second time', async () => {
    await keep(two);
    const before = writes().length;
    expect(await keep(two)).toEqual({
      became: [
        ['landbridge_landscape', 'unchanged'],
        ['landbridge_landscape_emea', 'unchanged'],
      ],
      raisedTimeoutSeconds: undefined,
    });
    expect(writes()).toHaveLength(before);
  });

  it('makes what was changed by hand, or in the configuration, as it is to be', async () => {
    await keep(two);
    const [job] = scheduler.jobs;
    if (job === undefined) throw new Error('No job');
    for (const change of [{ active: false }, { action: `${url}/other` }, { httpMethod: 'GET' }] as const) {
      Object.assign(job, change);
      scheduler.jobs.splice(0, 1, job);
      expect((await keep(two)).became).toEqual([
        ['landbridge_landscape', 'updated'],
        ['landbridge_landscape_emea', 'unchanged'],
      ]);
    }
    const later = { flows: { ...two.flows, landscape: { schedule: '18 3 * * *' } } };
    expect((await keep(later)).became).toContainEqual(['landbridge_landscape', 'updated']);
  });

  it('stops the job of a flow that is not there any more, and no job of others', async () => {
    await keep(two);
    await keep({ flows: { 'landscape-other': { schedule: '1 1 * * *' } } }, 'https://other.example');
    expect((await keep({})).became).toEqual([
      ['landbridge_landscape', 'unchanged'],
      ['landbridge_landscape_emea', 'stopped'],
    ]);
    expect((await keep({})).became).toEqual([['landbridge_landscape', 'unchanged']]);
    expect(scheduler.jobs.map(({ active }) => active)).toEqual([true, false, true]);
    // Wanted again, it is the same job.
    expect((await keep(two)).became).toContainEqual(['landbridge_landscape_emea', 'updated']);
    expect(scheduler.jobs).toHaveLength(3);
  });

  it('finds its jobs among more than a page of them', async () => {
    await keep({});
    const [job] = scheduler.jobs;
    if (job === undefined) throw new Error('No job');
    for (let id = 2; id <= 121; id += 1) scheduler.jobs.push({ ...job, _id: id, name: `${job.name}_${id}` });
    expect((await keep({})).became.filter(([, became]) => became === 'stopped')).toHaveLength(120);
  });

  it('never gives two flows one job, nor a name the service refuses', () => {
    const flow = fc.string({ unit: fc.constantFrom('a', 'B', '1', '-', '_', ' ', 'ä', 'x') });
    fc.assert(
      fc.property(flow, flow, (left, right) => {
        const [one, other] = [jobName(`landscape-${left}`), jobName(`landscape-${right}`)];
        expect(one).toMatch(/^\w+$/);
        if (left !== right) expect(one).not.toBe(other);
      }),
    );
  });
});
