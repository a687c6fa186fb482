// One execution environment of AWS Lambda: AWS's own runtime client in a process of its own that loads the unpacked
// package, and the Runtime API it asks for events. Between two events it is frozen, as it is there; whoever is cold
// is started, and what takes longer than the function may is killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ContainerOptions {
  /** The script of aws-lambda-ric. */
  runtimeClient: string;
  /** Of the unpacked package. */
  folder: string;
  name: string;
  handler: string;
  memoryMb: number;
  timeoutMs: number;
  environment: Readonly<Record<string, string>>;
  /** Takes what it prints, line by line. */
  print(line: string): void;
}

export interface Container {
  /** One event at a time. @throws what the function answered as its error, or how its process ended */
  invoke(event: unknown): Promise<unknown>;
  isBusy(): boolean;
  isGone(): boolean;
  kill(): void;
}

interface Invocation {
  id: string;
  event: unknown;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

interface RuntimeError {
  errorType: string;
  errorMessage: string;
}

const nextPath = /\/runtime\/invocation\/next$/;
const answerPath = /\/runtime\/invocation\/(?<id>[^/]+)\/(?<kind>response|error)$/;

export async function startContainer(options: ContainerOptions): Promise<Container> {
  const { timeoutMs } = options;
  let invocation: Invocation | undefined;
  let asking: ServerResponse | undefined;
  let gone = false;
  let timer: NodeJS.Timeout | undefined;

  const give = () => {
    if (invocation === undefined || asking === undefined) return;
    asking.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
      'lambda-runtime-invoked-function-arn': `arn:aws:lambda:eu-central-1:000000000000:function:${options.name}`,
    });
    asking.end(JSON.stringify(invocation.event));
    asking = undefined;
  };
  const settle = (how: (of: Invocation) => void) => {
    clearTimeout(timer);
    const settled = invocation;
    invocation = undefined;
    if (settled !== undefined) how(settled);
  };

  const runtimeApi = createServer(async (request, response) => {
    const url = request.url ?? '';
    if (nextPath.test(url)) {
      asking = response;
      return give();
    }
    const body = await text(request);
    const { id, kind } = answerPath.exec(url)?.groups ?? {};
    const answer: unknown = body === '' ? undefined : JSON.parse(body);
    response.writeHead(202).end();
    if (kind === 'response' && id === invocation?.id) {
      child.kill('SIGSTOP');
      settle(({ resolve }) => resolve(answer));
    } else {
      // Also what went wrong while it was loaded.
      const { errorType, errorMessage } = answer as RuntimeError;
      settle(({ reject }) => reject(Object.assign(new Error(errorMessage), { name: errorType })));
    }
  }).listen(0, '127.0.0.1');
  await once(runtimeApi, 'listening');
  const { port } = runtimeApi.address() as AddressInfo;
  const child = startRuntime(options, port);
  child.once('exit', (code, signal) => {
    gone = true;
    runtimeApi.close();
    runtimeApi.closeAllConnections();
    settle(({ reject }) => reject(new Error(`${options.name} ended: ${signal ?? `exit code ${code}`}`)));
  });

  return {
    invoke: (event) =>
      new Promise((resolve, reject) => {
        invocation = { id: randomUUID(), event, resolve, reject };
        timer = setTimeout(() => {
          settle((late) => late.reject(new Error(`Task timed out after ${timeoutMs / 1000} seconds`)));
          child.kill('SIGKILL');
        }, timeoutMs);
        child.kill('SIGCONT');
        give();
      }),
    isBusy: () => invocation !== undefined,
    isGone: () => gone,
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The environment is the one that AWS documents for functions, and nothing of ours. */
function startRuntime(options: ContainerOptions, port: number): ChildProcess {
  const { runtimeClient, folder, name, handler, memoryMb, environment, print } = options;
  const child = spawn(process.execPath, [runtimeClient, handler], {
    cwd: folder,
    env: {
      PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin',
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      _HANDLER: handler,
      LAMBDA_TASK_ROOT: folder,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: `2026/11/28/[$LATEST]${randomUUID().replaceAll('-', '')}`,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) printLines(stream, print);
  return child;
}

async function printLines(stream: AsyncIterable<Buffer>, print: (line: string) => void): Promise<void> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) print(line);
  }
  if (rest !== '') print(rest);
}
