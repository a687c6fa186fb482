// The only place that reads or sets environment variables.
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { LandbridgeError } from '../errors.ts';

const NamedServices = z.record(z.string(), z.array(z.object({ name: z.string() })));

/**
 * Makes the bindings of a file, in any form that bindings-file.ts reads, the bound services of this process, in
 * place of those of its environment.
 * @throws CFG_BINDINGS_UNREADABLE
 */
export async function bindFile(path: string): Promise<void> {
  const { readBindingsFile } = await import('./bindings-file.ts');
  bind(await readBindingsFile(path));
}

/** The same with the text of a secret: it stays in the memory of this process. @throws CFG_BINDINGS_UNREADABLE */
export async function bindText(text: string, source: string): Promise<void> {
  const { parseBindings } = await import('./bindings-file.ts');
  bind(parseBindings(text, source));
}

function bind(services: Readonly<Record<string, unknown>>): void {
  delete process.env.VCAP_SERVICES_FILE_PATH;
  process.env.VCAP_SERVICES = JSON.stringify(services);
}

/** Whether services are bound by the environment; else default-env.json of the working directory counts. */
export function hasBoundServices(): boolean {
  return Boolean(process.env.VCAP_SERVICES ?? process.env.VCAP_SERVICES_FILE_PATH);
}

/**
 * Names of all bound services as the environment gives them. xsenv keys services by name, so that of two with
 * the same name one would be lost unseen.
 */
export async function boundServiceNames(): Promise<string[]> {
  const { VCAP_SERVICES: text, VCAP_SERVICES_FILE_PATH: file } = process.env;
  const services: unknown = file ? await readJsonFile(file) : parseJson(text ?? '{}', 'VCAP_SERVICES');
  const parsed = NamedServices.safeParse(services);
  return parsed.success ? Object.values(parsed.data).flatMap((list) => list.map(({ name }) => name)) : [];
}

/** The value of a variable that a configuration names; an empty one counts as absent. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** Where SAP CPI Studio keeps its settings on Cloud Foundry; read to be imported, never while a run is under way. */
export function appSettings(): string | undefined {
  return environmentVariable('APP_SETTINGS');
}

/** What Cloud Foundry takes in one environment variable (systems-and-peers 1.5, S-9). */
export const mostBytesOfVariable = 130 * 1024;

/** Whether files of this process go with its container: on Cloud Foundry and AWS Lambda both set their mark. */
export function hasPassingDisk(): boolean {
  return isOnLambda() || Boolean(process.env.VCAP_APPLICATION);
}

export function isOnLambda(): boolean {
  return Boolean(process.env.AWS_LAMBDA_FUNCTION_NAME);
}

const Application = z.object({ application_uris: z.array(z.string()) });

/** The first route of the application on Cloud Foundry, whose tasks know it too. */
export function applicationUrl(): string | undefined {
  const application = Application.safeParse(
    parseJson(process.env.VCAP_APPLICATION ?? '{}', 'VCAP_APPLICATION'),
  );
  const [uri] = application.success ? application.data.application_uris : [];
  return uri === undefined ? undefined : `https://${uri}`;
}

/** Where Cloud Foundry sends requests to. */
export function listeningPort(): number {
  return Number(process.env.PORT ?? 8080);
}

/** Where the embedded store lies, when no option says so. */
export function stateFile(): string {
  return process.env.LANDBRIDGE_STATE ?? 'landbridge.sqlite';
}

/** Name or ARN of the secret that holds the bindings, on AWS. */
export function bindingsSecret(): string | undefined {
  return environmentVariable('LANDBRIDGE_SECRET');
}

/** URL of each queue of SQS without the step it ends with; absent where there is none. */
export function queuesPrefix(): string | undefined {
  return environmentVariable('LANDBRIDGE_QUEUES');
}

async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { file: path, reason: 'not readable' });
  }
  // Editors of Windows put a byte order mark in front.
  return parseJson(text.replace(/^\ufeff/, ''), path);
}

/** The text may hold secrets, and a parser's message would quote it. */
function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { file, reason: 'not JSON' });
  }
}
