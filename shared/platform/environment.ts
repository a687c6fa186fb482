// The only place that reads or sets environment variables.
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { LandbridgeError } from '../errors.ts';

const BindingsFile = z.union([
  z.object({ VCAP_SERVICES: z.record(z.string(), z.unknown()) }),
  z.record(z.string(), z.array(z.unknown())),
]);

/**
 * Makes the bindings of a file (shape of default-env.json, or of VCAP_SERVICES itself) the bound services of
 * this process, in place of those of its environment.
 * @throws CFG_BINDINGS_UNREADABLE
 */
export async function bindFile(path: string): Promise<void> {
  const bindings = BindingsFile.safeParse(await readJsonFile(path));
  if (!bindings.success) throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { file: path });
  const { data } = bindings;
  delete process.env.VCAP_SERVICES_FILE_PATH;
  process.env.VCAP_SERVICES = JSON.stringify('VCAP_SERVICES' in data ? data.VCAP_SERVICES : data);
}

/** Whether services are bound by the environment; else default-env.json of the working directory counts. */
export function hasBoundServices(): boolean {
  return Boolean(process.env.VCAP_SERVICES ?? process.env.VCAP_SERVICES_FILE_PATH);
}

/** The value of a variable that a configuration names; an empty one counts as absent. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** Where the embedded store lies, when no option says so. */
export function stateFile(): string {
  return process.env.LANDBRIDGE_STATE ?? 'landbridge.sqlite';
}

async function readJsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    // The text may hold secrets: a parser's message would quote it.
    const reason = cause instanceof SyntaxError ? 'not JSON' : 'not readable';
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { file: path, reason });
  }
}
