// The only place that writes output of the functions: one JSON object a line, as the log services of both clouds
// take apart. Whatever is told, secrets and addresses of people are struck out here.
import { strikeSecrets } from '../connectors/http/strike-secrets.ts';
import { describeError, type LandbridgeError } from '../errors.ts';
import { systemClock } from './clock.ts';
import { isOnLambda } from './environment.ts';
import { knownSecrets } from './known-secrets.ts';

export type Level = 'info' | 'warn' | 'error';

/** Flat, so that logs can be searched by them: run, step, item, flow, code and what else says which. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export function log(level: Level, event: string, fields: LogFields = {}): void {
  const time = new Date(systemClock.now()).toISOString();
  console[level](safeJson({ time, level, event, ...fields }));
}

/** What was not expected is told with where it was thrown. */
export function logError(event: string, error: LandbridgeError, fields: LogFields = {}): void {
  const thrown = error.code === 'BUG_UNEXPECTED' ? error.cause : undefined;
  const where = thrown instanceof Error ? { stack: thrown.stack } : {};
  log('error', event, { ...fields, code: error.code, message: describeError(error), ...where });
}

export interface Metrics {
  /** By name; all begin with `landbridge_`. */
  values: Readonly<Record<string, number>>;
  /** What they can be told apart by. */
  dimensions: Readonly<Record<string, string>>;
}

/** Numbers of which a platform may make metrics; AWS is told to (CloudWatch embedded metric format). */
export function logMetrics(event: string, fields: LogFields, { values, dimensions }: Metrics): void {
  const now = systemClock.now();
  const metrics = Object.keys(values).map((Name) => ({
    Name,
    Unit: Name.endsWith('_ms') ? 'Milliseconds' : 'Count',
  }));
  // Once over everything, for alarms, and once told apart.
  const sets = [[], Object.keys(dimensions)];
  const directive = { Namespace: 'landbridge', Dimensions: sets, Metrics: metrics };
  const forAws = isOnLambda() ? { _aws: { Timestamp: now, CloudWatchMetrics: [directive] } } : {};
  const time = new Date(now).toISOString();
  console.info(safeJson({ time, level: 'info', event, ...fields, ...dimensions, ...values, ...forAws }));
}

function safeJson(entry: object): string {
  const secrets = [...knownSecrets()];
  return JSON.stringify(entry, (_, value: unknown) =>
    typeof value === 'string' ? strikeSecrets(value, secrets) : value,
  );
}
