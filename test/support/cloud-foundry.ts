// Instances of the built module as Cloud Foundry starts them: the folder that is deployed and nothing else, a port, and
// bindings in the environment or in a file.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildModule, modulePath } from '../../scripts/bundle/build-module.ts';

export interface LogLine {
  level: string;
  event: string;
  [field: string]: unknown;
}

export interface Instance {
  child: ChildProcess;
  port: number;
  log: LogLine[];
  /** What was written that is no line of the log. */
  noise: string[];
  /** Exit code, null when a signal ended it. */
  ended: Promise<number | null>;
}

export interface Deployable {
  folder: string;
  remove(): void;
}

/** The module, built from the sources as `npm run build:mta` does. @param config its landbridge.yaml */
export async function buildDeployable(config: string): Promise<Deployable> {
  const project = mkdtempSync(join(tmpdir(), 'landbridge-build-'));
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-module-'));
  try {
    const sources = ['cli', 'functions', 'shared', 'simulator', 'package.json'];
    for (const path of sources) cpSync(path, join(project, path), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'));
    writeFileSync(join(project, 'landbridge.yaml'), config);
    await buildModule(project);
    cpSync(join(project, modulePath), folder, { recursive: true });
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Nobody knows that an instance died: its leases are waited for. At this signal their time is over at once. */
export const leasesRunOut = 'SIGUSR2';
const movedTime = `process.on('${leasesRunOut}', () => {
  const now = Date.now;
  Date.now = () => now() + 61_000;
});`;

export interface InstanceOptions {
  /** What VCAP_SERVICES holds. */
  services: Readonly<Record<string, unknown>>;
  /** Put into a file (file-based-vcap-services). */
  inFile?: boolean;
  env?: Readonly<Record<string, string>>;
}

/** @returns when it has said that it started, or has ended. */
export async function startInstance(
  folder: string,
  { services, inFile = false, env = {} }: InstanceOptions,
): Promise<Instance> {
  const text = JSON.stringify(services);
  const file = join(folder, 'vcap_services');
  const time = join(folder, 'moved-time.mjs');
  writeFileSync(time, movedTime);
  if (inFile) writeFileSync(file, text);
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      LANDBRIDGE_STATE: 'postgresql',
      PORT: '0',
      NODE_OPTIONS: `--import=${time}`,
      VCAP_APPLICATION: JSON.stringify({ application_uris: ['landbridge.cfapps.example'] }),
      ...(inFile ? { VCAP_SERVICES_FILE_PATH: file } : { VCAP_SERVICES: text }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: LogLine[] = [];
  const noise: string[] = [];
  let port = 0;
  const ended = once(child, 'close').then(([code]) => code);
  const started = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const entry = parseLine(line);
        if (entry === undefined) noise.push(line);
        else log.push(entry);
        if (entry?.event !== 'application started') return;
        port = Number(entry.port);
        resolve();
      });
    }
  });
  await Promise.race([started, ended]);
  return { child, port, log, noise, ended };
}

function parseLine(line: string): LogLine | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
