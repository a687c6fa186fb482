// The connector of the SAP Job Scheduling service against the service on loopback.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { parseJobSchedulingBinding } from '../../../shared/connectors/job-scheduling/binding.ts';
import {
  connectJobScheduling,
  type JobScheduling,
  type WantedJob,
} from '../../../shared/connectors/job-scheduling/connect-job-scheduling.ts';
import { type JobScheduler, startJobScheduler } from '../../support/job-scheduling/job-scheduler.ts';
import { playScript } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const wanted: WantedJob = {
  name: 'landbridge_landscape',
  description: 'Runs the flow landscape',
  action: 'http://127.0.0.1:1/jobs/start',
  active: true,
  cron: '* * * * 1 17 23',
  data: { flow: 'landscape' },
};

function connect(credentials: unknown): JobScheduling {
  const options = { surroundings: stillSurroundings(), meter: createMeter() };
  return connectJobScheduling(parseJobSchedulingBinding('jobs', credentials), options);
}

describe('the connector of the SAP Job Scheduling service', () => {
  let scheduler: JobScheduler;
  let jobs: JobScheduling;
  beforeEach(async () => {
    scheduler = await startJobScheduler();
    jobs = connect(scheduler.credentials);
  });
  afterEach(() => scheduler.close());

  it('makes a job, finds it, makes it like another and keeps its id', async () => {
    expect(await jobs.findJob(wanted.name)).toBeUndefined();
    await jobs.putJob(wanted);
    const made = await jobs.findJob(wanted.name);
    expect(made).toMatchObject({
      name: wanted.name,
      active: true,
      httpMethod: 'POST',
      action: wanted.action,
      calmConfig: { enabled: true },
      schedules: [{ cron: wanted.cron, active: true, data: '{"flow":"landscape"}' }],
    });
    await jobs.putJob({ ...wanted, cron: '* * * * 2 17 23', active: false });
    const changed = await jobs.findJob(wanted.name);
    expect(changed).toMatchObject({
      _id: made?._id,
      active: false,
      schedules: [{ cron: '* * * * 2 17 23' }],
    });
    expect(scheduler.jobs).toHaveLength(1);
  });

  it('finds a job where a look-up by name answers a list', () =>
    playScript(
      [
        ['POST /uaa/oauth/token', { json: { access_token: 't', expires_in: 100 } }],
        [
          'GET /scheduler/jobs?name=a_job&displaySchedules=true',
          {
            json: {
              total: 2,
              results: [
                { name: 'a_job_2', jobId: 1 },
                { name: 'a_job', jobId: 42, _id: 3 },
              ],
            },
          },
        ],
        ['GET /scheduler/jobs/42?displaySchedules=true', { json: { _id: 42, name: 'a_job', schedules: [] } }],
      ],
      async ({ origin }) => {
        const uaa = { url: `${origin}/uaa`, clientid: 'c', clientsecret: 's' };
        expect(await connect({ url: origin, uaa }).findJob('a_job')).toMatchObject({ _id: 42 });
      },
    ));

  it('reads and sets how long the service waits', async () => {
    expect(await jobs.readTimeout()).toBe(1800);
    await jobs.writeTimeout(86_400);
    expect(await jobs.readTimeout()).toBe(86_400);
  });

  it('tells the end of a run again and again while the service is down, and once when it is not', async () => {
    await jobs.putJob(wanted);
    const [run] = await scheduler.fire(wanted.name);
    if (run === undefined) throw new Error('No run');
    scheduler.answerNext(503, 429, 502);
    const { jobId, scheduleId, runId } = run;
    await jobs.tellEnd({ jobId: String(jobId), scheduleId, runId }, { success: true, message: 'done' });
    expect(run).toMatchObject({ runStatus: 'COMPLETED', runState: 'SUCCESS', runText: 'done', updates: 1 });
    expect(scheduler.requests.slice(-4)).toEqual(
      Array(4).fill(`PUT /scheduler/jobs/${jobId}/schedules/${scheduleId}/runs/${runId}`),
    );
  });

  it('says so when the run is gone, and when the credentials are not taken', async () => {
    const gone = { jobId: '1', scheduleId: 'a/../b', runId: 'c?d' };
    await expect(jobs.tellEnd(gone, { success: false, message: '' })).rejects.toMatchObject({
      code: 'JOB_GONE',
    });
    expect(scheduler.requests).toEqual(['PUT /scheduler/jobs/1/schedules/a%2F..%2Fb/runs/c%3Fd']);
    const { url, uaa } = scheduler.credentials;
    const stranger = connect({ url, uaa: { ...uaa, clientsecret: 'other' } });
    await expect(stranger.readTimeout()).rejects.toMatchObject({ code: 'JOB_CREDENTIALS' });
  });

  it.each([
    [{}, 'url, uaa.url, uaa.clientid, uaa.clientsecret'],
    // Plan lite has user and password in their place.
    [{ url: 'https://jobs.example', user: 'u', password: 'p' }, 'uaa.url, uaa.clientid, uaa.clientsecret'],
  ])('names what the binding %j lacks', (credentials, missing) => {
    expect(() => parseJobSchedulingBinding('jobs', credentials)).toThrowError(
      expect.objectContaining({ code: 'CFG_BINDING_INCOMPLETE', facts: { binding: 'jobs', missing } }),
    );
  });
});
