// The SAP Job Scheduling service on loopback, after its documentation (SAP-docs/btp-job-scheduling-service, June
// 2026): token service, jobs, schedules, run logs, global parameters; and it calls the actions of its jobs. Time is
// the test's: a job runs when `fire` says so, a run that was not ended is UNKNOWN when `expire` says so.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseSapCron } from './sap-cron.ts';

export interface ScheduledRun {
  jobId: number;
  scheduleId: string;
  runId: string;
  httpStatus: number | undefined;
  runStatus: 'SCHEDULED' | 'RUNNING' | 'COMPLETED';
  runState: 'TRIGGERED' | 'ACK_RECVD' | 'SUCCESS' | 'ERROR' | 'REQUEST_ERROR' | 'UNKNOWN';
  runText: string;
  /** How often it was told the end. */
  updates: number;
}

interface StoredSchedule {
  scheduleId: string;
  cron: string;
  description: string;
  data: string;
  active: boolean;
  type: 'recurring';
}

interface StoredJob {
  _id: number;
  name: string;
  description: string;
  action: string;
  active: boolean;
  httpMethod: string;
  calmConfig: { enabled: boolean };
  schedules: StoredSchedule[];
}

export interface JobScheduler {
  origin: string;
  /** As VCAP_SERVICES holds it. */
  credentials: { url: string; uaa: Record<string, string> };
  jobs: StoredJob[];
  runs: ScheduledRun[];
  /** `GET /scheduler/jobs?name=x`, without those for tokens. */
  requests: string[];
  /** A job as if somebody had made it in the dashboard. */
  addJob(name: string, action: string, data: Record<string, string>): void;
  /** Runs the job now, as often as it missed its time; all at once. */
  fire(name: string, times?: number): Promise<ScheduledRun[]>;
  /** The asynchronous execution timeout of every run under way. */
  expire(): void;
  /** The next answers of its API, in place of its own. */
  answerNext(...statuses: number[]): void;
  forgetRuns(): void;
  close(): Promise<void>;
}

export interface JobSchedulerOptions {
  /** The token it shows to the actions it calls: of the application's XSUAA, with the scope granted. */
  tokenForApplication?: () => Promise<string> | string;
  /** What it says in x-sap-scheduler-host; not its own address, so that a call to it is seen. */
  toldHost?: string;
}

/** A client of this id has a certificate in place of the secret; whatever takes off TLS in front has checked it. */
export const withCertificateSuffix = '-x509';

type Answer = { status: number; body: unknown; headers?: Record<string, string> };

const answerWithinMs = 15_000;
const methods: ReadonlySet<unknown> = new Set(['GET', 'POST', 'PUT', 'DELETE']);

export async function startJobScheduler(options: JobSchedulerOptions = {}): Promise<JobScheduler> {
  const { tokenForApplication = () => 'none', toldHost = 'https://elsewhere.example' } = options;
  const secret = { clientid: 'sb-jobs!b1', clientsecret: `s3cret+/${randomUUID()}` };
  const tokens = new Set<string>();
  const jobs: StoredJob[] = [];
  const runs: ScheduledRun[] = [];
  const requests: string[] = [];
  const faults: number[] = [];
  const parameters = new Map([['ASYNC_EXEC_TIMEOUT', '1800']]);
  let lastId = 0;

  function answerToken(request: IncomingMessage, body: string): Answer {
    const form = new URLSearchParams(body);
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const [id, given] = basic
      ? Buffer.from(basic, 'base64').toString().split(/:(.*)/s)
      : [form.get('client_id'), form.get('client_secret')];
    const hasCertificate = id === `${secret.clientid}${withCertificateSuffix}` && given === null;
    const isRight = hasCertificate || (id === secret.clientid && given === secret.clientsecret);
    if (!isRight || form.get('grant_type') !== 'client_credentials')
      return { status: 401, body: { error: 'unauthorized', error_description: 'Bad credentials' } };
    const token = randomUUID();
    tokens.add(token);
    return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: 43_199 } };
  }

  function answerApi(method: string, url: URL, body: Record<string, unknown>): Answer {
    const [, , kind, id = '', , scheduleId, , runId] = url.pathname.split('/').map(decodeURIComponent);
    if (kind === 'globalParameters') return answerParameters(method, body);
    if (kind !== 'jobs') return { status: 404, body: { message: 'no such route' } };
    if (method === 'PUT' && runId !== undefined) return endRun(id, scheduleId, runId, body);
    if (method === 'PUT') return /^\d+$/.test(id) ? changeJob(Number(id), body) : putJob(id, body);
    if (method !== 'GET') return { status: 405, body: {} };
    if (id === '' && !url.searchParams.has('name')) return listJobs(url.searchParams);
    const name = url.searchParams.get('name');
    const job = jobs.find((each) => (id === '' ? each.name === name : String(each._id) === id));
    if (job === undefined) return { status: 404, body: { code: 404, message: 'Job not found' } };
    const { schedules, ...rest } = job;
    const isShown = url.searchParams.get('displaySchedules') === 'true';
    return { status: 200, body: { ...rest, startTime: null, endTime: null, ...(isShown && { schedules }) } };
  }

  /** Pages of ten unless asked otherwise, since 26 October 2026. */
  function listJobs(query: URLSearchParams): Answer {
    const text = /^contains\(name, '(\w+)'\)$/.exec(query.get('filter') ?? '')?.[1] ?? '';
    const offset = Number(query.get('offset') ?? 0);
    const size = Math.min(100, Number(query.get('page_size') ?? 10));
    const found = jobs.filter(({ name }) => name.includes(text));
    const results = found.slice(offset, offset + size).map(({ schedules: _, _id, ...job }) => ({
      ...job,
      jobId: _id,
      jobType: 'HTTP_ENDPOINT',
    }));
    return { status: 200, body: { total: found.length, results, prev_url: null, next_url: null } };
  }

  function changeJob(id: number, { active }: Record<string, unknown>): Answer {
    const job = jobs.find((each) => each._id === id);
    if (job === undefined) return { status: 404, body: { code: 404, message: 'Job not found' } };
    if (typeof active === 'boolean') job.active = active;
    return { status: 200, body: { success: true } };
  }

  function answerParameters(method: string, body: Record<string, unknown>): Answer {
    if (method === 'GET') {
      const config = [...parameters].map(([name, value]) => ({ CONFIG_NAME: name, CONFIG_VALUE: value }));
      return { status: 200, body: { config } };
    }
    const { ASYNC_EXEC_TIMEOUT: value, ...others } = body;
    const seconds = Number(value);
    const isRight = typeof value === 'string' && seconds > 0 && seconds <= 604_800;
    if (!isRight || Object.keys(others).length > 0) return invalid('Incorrect ASYNC_EXEC_TIMEOUT value');
    parameters.set('ASYNC_EXEC_TIMEOUT', value);
    return { status: 200, body: { success: true } };
  }

  function putJob(name: string, body: Record<string, unknown>): Answer {
    const { description, action, active, httpMethod, schedules, calmConfig } = body;
    // Special characters are not told in detail: letters, digits and underscores are in every example.
    if (!/^\w+$/.test(name) || /^\d+$/.test(name)) return invalid('Invalid job name');
    if (body.name !== name) return invalid('The name in the URI and the one in the body differ');
    if (!methods.has(httpMethod) || typeof active !== 'boolean' || typeof description !== 'string')
      return invalid('A member is missing');
    if (typeof action !== 'string' || URL.parse(action) === null) return invalid('Invalid action');
    if (!Array.isArray(schedules) || schedules.length === 0) return invalid('No schedules');
    const isCronRight = schedules.every(({ cron }) => typeof cron === 'string' && parseSapCron(cron));
    if (!isCronRight) return invalid('Invalid cron');
    const known = jobs.find((job) => job.name === name);
    const job: StoredJob = {
      ...(known ?? { _id: ++lastId, calmConfig: { enabled: false } }),
      name,
      description,
      action,
      active,
      httpMethod: String(httpMethod),
      ...(isEnabled(calmConfig) && { calmConfig: { enabled: true } }),
      schedules: schedules.map(({ cron, data, ...rest }) => ({
        scheduleId: randomUUID(),
        cron: String(cron),
        description: String(rest.description ?? ''),
        data: JSON.stringify(data ?? {}),
        active: rest.active === true,
        type: 'recurring',
      })),
    };
    if (known) jobs.splice(jobs.indexOf(known), 1, job);
    else jobs.push(job);
    return { status: known ? 200 : 201, body: job };
  }

  function endRun(
    jobId: string,
    scheduleId: string | undefined,
    runId: string,
    { success, message }: Record<string, unknown>,
  ): Answer {
    const run = runs.find((each) => each.runId === runId);
    if (run === undefined || String(run.jobId) !== jobId || run.scheduleId !== scheduleId)
      return { status: 404, body: { code: 404, message: 'Run not found' } };
    if (typeof success !== 'boolean') return invalid('success must be a boolean');
    run.updates += 1;
    run.runStatus = 'COMPLETED';
    run.runState = success ? 'SUCCESS' : 'ERROR';
    run.runText = String(message ?? '');
    return { status: 200, body: { success: true } };
  }

  async function call(job: StoredJob, schedule: StoredSchedule): Promise<ScheduledRun> {
    const run: ScheduledRun = {
      jobId: job._id,
      scheduleId: schedule.scheduleId,
      runId: randomUUID(),
      httpStatus: undefined,
      runStatus: 'RUNNING',
      runState: 'TRIGGERED',
      runText: '',
      updates: 0,
    };
    runs.push(run);
    try {
      const { status } = await fetch(job.action, {
        method: job.httpMethod,
        headers: {
          authorization: `Bearer ${await tokenForApplication()}`,
          'content-type': 'application/json',
          'x-sap-job-id': String(run.jobId),
          'x-sap-job-schedule-id': run.scheduleId,
          'x-sap-job-run-id': run.runId,
          'x-sap-scheduler-host': toldHost,
        },
        body: schedule.data,
        signal: AbortSignal.timeout(answerWithinMs),
      });
      run.httpStatus = status;
      // The application may have ended the run before its own answer was read.
      if (status === 202 && run.runStatus === 'RUNNING') run.runState = 'ACK_RECVD';
      else if (status !== 202) complete(run, status >= 200 && status < 400 ? 'SUCCESS' : 'ERROR');
    } catch (thrown) {
      complete(run, 'REQUEST_ERROR', thrown instanceof Error ? thrown.message : '');
    }
    return run;
  }

  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', 'http://localhost');
    const { status, body: answer, headers } = receive(request, url, body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(answer));
  });

  function receive(request: IncomingMessage, url: URL, body: string): Answer {
    if (url.pathname === '/uaa/oauth/token') return answerToken(request, body);
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    const fault = faults.shift();
    if (fault !== undefined) return { status: fault, body: {}, headers: { 'retry-after': '1' } };
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!tokens.has(token)) return { status: 401, body: { message: 'Unauthorized' } };
    return answerApi(request.method ?? '', url, body === '' ? {} : JSON.parse(body));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = originOf(server);
  return {
    origin,
    credentials: { url: origin, uaa: { url: `${origin}/uaa`, ...secret } },
    jobs,
    runs,
    requests,
    addJob(name, action, data) {
      const schedules = [{ cron: '* * * * 1 17 23', description: '', data, active: true }];
      putJob(name, { name, description: '', action, active: true, httpMethod: 'POST', schedules });
    },
    async fire(name, times = 1) {
      const job = jobs.find((each) => each.name === name);
      const [schedule] = job?.schedules ?? [];
      if (job === undefined || schedule === undefined) throw new Error(`There is no job ${name}`);
      if (!job.active || !schedule.active) return [];
      return Promise.all(Array.from({ length: times }, () => call(job, schedule)));
    },
    expire() {
      for (const run of runs) if (run.runStatus === 'RUNNING') complete(run, 'UNKNOWN');
    },
    answerNext: (...statuses) => faults.push(...statuses),
    forgetRuns: () => runs.splice(0),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function complete(run: ScheduledRun, state: ScheduledRun['runState'], text = ''): void {
  run.runStatus = 'COMPLETED';
  run.runState = state;
  run.runText = text;
}

function invalid(message: string): Answer {
  return { status: 400, body: { code: 400, type: 'Bad Request/Invalid Request', message } };
}

function isEnabled(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'enabled' in config && config.enabled === true;
}

function originOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
