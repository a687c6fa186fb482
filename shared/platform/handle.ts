// The shell of a deployed function: event in, one step, answer out. A message comes alone; what comes next is
// answered, and whoever invoked the function hands it on.
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { describeError, LandbridgeError } from '../errors.ts';
import type { Message, StepName } from '../queue/queue.ts';
import type { OpenContext } from './open-context.ts';

const StartEvent = z.object({ flow: z.string() });

const MessageEvent = z.object({
  run: z.string(),
  flow: z.string(),
  source: z.optional(z.string()),
});

export interface Answer {
  run: string;
  next: readonly Message[];
}

const opened = new Map<string, Promise<OpenContext>>();

/** One context a flow and container: its connections and tokens outlive the call, unless the configuration changed. */
async function contextOf(flow: string): Promise<OpenContext> {
  const former = await opened.get(flow);
  if (former !== undefined && (await former.isConfigCurrent())) return former;
  await former?.close();
  const known = import('./open-context.ts').then(({ openContext }) => openContext(flow));
  opened.set(flow, known);
  return known.catch((thrown: unknown) => {
    opened.delete(flow);
    throw thrown;
  });
}

export async function handleStart(event: unknown): Promise<Answer> {
  return explained(async () => {
    const { flow } = parse(StartEvent, event);
    const { start } = await import('../steps/start.ts');
    return start(await contextOf(flow), flow);
  });
}

/** Time left over for saving and handing on when a function's own time runs out. */
const reserveMs = 10_000;

export async function handleMessage(
  step: StepName,
  event: unknown,
  { getRemainingTimeInMillis }: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Answer> {
  return explained(async () => {
    const { source, ...rest } = parse(MessageEvent, event);
    const message: Message = { ...rest, step, ...(source !== undefined && { source }) };
    const { runStep } = await import('../steps/run-step.ts');
    const shared = await contextOf(message.flow);
    const burstMs = Math.min(shared.burstMs, getRemainingTimeInMillis() - reserveMs);
    return { run: message.run, next: await runStep({ ...shared, burstMs }, message) };
  });
}

function parse<Shape>(schema: z.ZodMiniType<Shape>, event: unknown): Shape {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new LandbridgeError('CFG_EVENT', { members });
}

/** The platform logs the message of what is thrown: one line a person can act on. */
async function explained(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (thrown) {
    throw thrown instanceof LandbridgeError ? new Error(describeError(thrown), { cause: thrown }) : thrown;
  }
}
