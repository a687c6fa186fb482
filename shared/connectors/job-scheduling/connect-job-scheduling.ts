// The SAP Job Scheduling service by its REST API: jobs that call us, and what became of the runs it began. All goes
// to the address of the binding; no address that came with a call is ever used.
import { LandbridgeError } from '../../errors.ts';
import type { ConnectionOptions, HttpRequest } from '../http/http.ts';
import { createHttpClient } from '../http/http-client.ts';
import { parseShape } from '../http/parse-shape.ts';
import { createTokenSource } from '../http/token.ts';
import { askForToken } from '../http/token-answer.ts';
import { type JobSchedulingBinding, tokenPath } from './binding.ts';
import { GlobalParameters, Job, JobList } from './schema.ts';

export type { Job } from './schema.ts';

/** A run of the service's own: it calls us and waits to be told what came of it. */
export interface SchedulerRun {
  jobId: string;
  scheduleId: string;
  runId: string;
}

export interface WantedJob {
  /** Letters, digits and underscores. */
  name: string;
  description: string;
  /** What is called, with POST. */
  action: string;
  active: boolean;
  /** Seven fields, UTC. */
  cron: string;
  data: Readonly<Record<string, string>>;
}

export interface JobScheduling {
  /** The name of its binding. */
  name: string;
  /** @throws JOB_GONE when there is no such run any more */
  tellEnd(run: SchedulerRun, end: { success: boolean; message: string }): Promise<void>;
  /** How long the service waits to be told, in seconds. */
  readTimeout(): Promise<number>;
  /** For all jobs of the instance. */
  writeTimeout(seconds: number): Promise<void>;
  findJob(name: string): Promise<Job | undefined>;
  /** Of all jobs of the instance whose name holds the text. */
  listJobs(text: string): Promise<ListedJob[]>;
  /** Makes the job, or makes the one of this name like it. */
  putJob(job: WantedJob): Promise<void>;
  stopJob(id: number): Promise<void>;
}

export interface ListedJob {
  id: number;
  name: string;
  action: string;
  active: boolean;
}

const system = 'job-scheduling';
const jobsPath = '/scheduler/jobs';
const parametersPath = '/scheduler/globalParameters';
const timeoutParameter = 'ASYNC_EXEC_TIMEOUT';
/** For whoever waits; what failed is asked again later. */
const deadlineMs = 60_000;
/** Of an instance that was never told another (documented for the dashboard). */
const defaultTimeoutSeconds = 1_800;
/** The most that the service gives ("Pagination Guide for GET /scheduler/jobs"). */
const pageSize = 100;

export function connectJobScheduling(
  binding: JobSchedulingBinding,
  options: ConnectionOptions,
): JobScheduling {
  const { surroundings, meter, signal } = options;
  const shared = { system, surroundings, meter, signal, deadlineMs };
  const facts = { binding: binding.name };
  const tokenClient = createHttpClient({
    ...shared,
    baseUrl: binding.tokenUrl,
    clientCertificate: binding.certificate,
    describeStatus: (status) => (status === 401 ? { code: 'JOB_CREDENTIALS', facts } : undefined),
  });
  const form = {
    grant_type: 'client_credentials',
    client_id: binding.clientId,
    ...(binding.clientSecret !== undefined && { client_secret: binding.clientSecret }),
  };
  const tokens = createTokenSource({
    request: () => askForToken(tokenClient, { method: 'POST', path: tokenPath, form }, system),
    now: () => surroundings.now(),
  });
  const api = createHttpClient({
    ...shared,
    baseUrl: binding.url,
    tokens,
    describeStatus(status) {
      if (status === 401 || status === 403) return { code: 'JOB_CREDENTIALS', facts };
      return status === 404 ? { code: 'JOB_GONE', facts } : undefined;
    },
  });

  async function get(path: string, query: HttpRequest['query'] = {}): Promise<unknown> {
    return (await api.send({ method: 'GET', path, query, repeat: 'safe' })).data;
  }

  // All puts of this API may be made twice: each says how something is to be.
  async function put(path: string, body: unknown): Promise<void> {
    await api.send({ method: 'PUT', path, body, repeat: 'safe' });
  }

  return {
    name: binding.name,

    async tellEnd({ jobId, scheduleId, runId }, end) {
      const [job, schedule, run] = [jobId, scheduleId, runId].map(encodeURIComponent);
      await put(`${jobsPath}/${job}/schedules/${schedule}/runs/${run}`, end);
    },

    async readTimeout() {
      const data = await get(parametersPath);
      const { config } = parseShape(GlobalParameters, data, { system, path: parametersPath });
      const found = config.find(({ CONFIG_NAME: name }) => name === timeoutParameter);
      const seconds = Number(found?.CONFIG_VALUE);
      return Number.isInteger(seconds) && seconds > 0 ? seconds : defaultTimeoutSeconds;
    },

    writeTimeout: (seconds) => put(parametersPath, { [timeoutParameter]: String(seconds) }),

    async findJob(name) {
      const shown = { displaySchedules: 'true' };
      try {
        const data = await get(jobsPath, { name, ...shown });
        const list = JobList.safeParse(data);
        if (!list.success) return parseShape(Job, data, { system, path: jobsPath });
        const id = idOf(list.data.results.find((job) => job.name === name));
        return id === undefined
          ? undefined
          : parseShape(Job, await get(`${jobsPath}/${id}`, shown), { system, path: jobsPath });
      } catch (thrown) {
        if (thrown instanceof LandbridgeError && thrown.code === 'JOB_GONE') return undefined;
        throw thrown;
      }
    },

    async listJobs(text) {
      const jobs: ListedJob[] = [];
      for (let offset = 0; ; offset += pageSize) {
        const query = { filter: `contains(name, '${text}')`, page_size: pageSize, offset };
        const { results } = parseShape(JobList, await get(jobsPath, query), { system, path: jobsPath });
        for (const { name, action, active, ...ids } of results) {
          const id = idOf(ids);
          if (id !== undefined) jobs.push({ id, name, action, active });
        }
        if (results.length < pageSize) return jobs;
      }
    },

    stopJob: (id) => put(`${jobsPath}/${id}`, { active: false }),

    putJob: ({ name, description, action, active, cron, data }) =>
      put(`${jobsPath}/${encodeURIComponent(name)}`, {
        name,
        description,
        action,
        active,
        httpMethod: 'POST',
        // Monitored in SAP Cloud ALM, Job & Automation Monitoring.
        calmConfig: { enabled: true },
        schedules: [{ cron, description, data, active }],
      }),
  };
}

/** Both members are documented; where both stand, they differ, and `jobId` is the one that paths take. */
function idOf(
  listed: { jobId?: number | undefined; _id?: number | undefined } | undefined,
): number | undefined {
  return listed?.jobId ?? listed?._id;
}
