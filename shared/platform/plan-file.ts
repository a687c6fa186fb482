// A plan as a file that people read, keep, and hand on to be applied. What is applied is exactly what stands in it:
// its hash is that of its body for this flow, workspace and configuration.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { AttachedMutation } from '../core/model.ts';
import { LandbridgeError } from '../errors.ts';
import { planHash } from '../steps/plan-hash.ts';
import { type Plan, readPlan, withoutInverse } from '../steps/read-plan.ts';
import { planLifeMs, type Run } from '../steps/run.ts';
import type { GivenPlan } from '../steps/start.ts';
import { trusted } from '../steps/trusted.ts';
import type { Store } from '../store/store.ts';

/** Raised when older programs could not apply the file any more. */
const format = 2;

export interface PlanFile {
  landbridge: 'plan';
  format: number;
  flow: string;
  run: string;
  /** ISO 8601. */
  madeAt: string;
  /** ISO 8601; from then on it is not applied. */
  expiresAt: string;
  workspace: { id: string; name: string; host: string };
  rulesVersion: string;
  hash: string;
  /** What guards say against it. */
  guards: readonly { code: string; message: string }[];
  /** What undo cannot give back of it, in words. */
  withoutInverse: readonly string[];
  /** SHA-256 over all of this but the body, whose hash is in it. */
  seal: string;
  body: Plan;
}

const Patch = z.object({
  op: z.enum(['add', 'replace', 'remove']),
  path: z.string().check(z.regex(/^\/./)),
  value: z.optional(z.string()),
});
const steps = [
  'create-document',
  'update-document',
  'delete-document',
  'create-subscription',
  'update-subscription',
  'delete-subscription',
] as const satisfies readonly AttachedMutation['op'][];
const Field = z.object({
  key: z.string(),
  before: z.string(),
  after: z.string(),
  patches: z.array(Patch),
  step: z.optional(z.object({ op: z.enum(steps) })),
});
const Change = z.object({
  op: z.string(),
  item: z.string().check(z.minLength(1)),
  name: z.string(),
  fields: z.array(Field),
});

/** The envelope, and of the body what would be sent. */
const Shape = z.object({
  landbridge: z.literal('plan'),
  format: z.literal(format),
  flow: z.string(),
  run: z.string(),
  madeAt: z.iso.datetime(),
  workspace: z.object({ id: z.string(), name: z.string(), host: z.string() }),
  rulesVersion: z.string(),
  hash: z.string(),
  seal: z.string(),
  guards: z.array(z.object({ code: z.string(), message: z.string() })),
  body: z.object({
    changes: z.array(Change),
    conflicts: z.array(z.object({ item: z.string(), key: z.string(), message: z.string() })),
    tally: z.object({ items: z.int() }),
    notes: z.array(z.string()),
  }),
});

/** Undefined where the run did not come to a plan. */
export async function planFileOf(store: Store, run: Run): Promise<PlanFile | undefined> {
  const { plan: head, workspace, guards = [] } = run;
  if (head === undefined || workspace === undefined) return undefined;
  const { hash, rulesVersion, madeAt } = head;
  const envelope: Envelope = {
    landbridge: 'plan',
    format,
    flow: run.flow,
    run: run.id,
    madeAt,
    expiresAt: new Date(Date.parse(madeAt) + planLifeMs).toISOString(),
    workspace,
    rulesVersion,
    hash,
    guards,
  };
  const body = await readPlan(store, head);
  const lost = withoutInverse(body.changes);
  return { ...envelope, withoutInverse: lost, seal: sealOf(envelope), body };
}

type Envelope = Omit<PlanFile, 'seal' | 'body' | 'withoutInverse'>;

/** Against a slip of the hand, not against malice: what counts is verified again before anything is written. */
function sealOf({ run, madeAt, expiresAt, guards, hash }: Envelope): string {
  return createHash('sha256')
    .update(JSON.stringify([run, madeAt, expiresAt, guards, hash]))
    .digest('hex');
}

/** @throws PLAN_FILE_UNREADABLE, PLAN_EDITED */
export async function readPlanFile(path: string): Promise<PlanFile> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new LandbridgeError('PLAN_FILE_UNREADABLE', { file: path, reason: 'not readable' });
  });
  const content = parseJson(path, text);
  const parsed = z.safeParse(Shape, content);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') || 'top level';
    throw new LandbridgeError('PLAN_FILE_UNREADABLE', { file: path, at });
  }
  // As it stands in the file, not as it was parsed: the hash is over its bytes.
  const file = trusted<PlanFile>(content);
  const { flow, rulesVersion, hash, workspace } = file;
  const isWhole = planHash(file.body, { flow, rulesVersion, workspaceId: workspace.id }) === hash;
  if (!isWhole || file.seal !== sealOf(file)) {
    throw new LandbridgeError('PLAN_EDITED', { file: path, planHash: hash });
  }
  return file;
}

export function givenOf({ body, hash, rulesVersion, workspace, madeAt, run }: PlanFile): GivenPlan {
  return { plan: body, hash, rulesVersion, workspaceId: workspace.id, madeAt, plannedBy: run };
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LandbridgeError('PLAN_FILE_UNREADABLE', { file: path, reason: 'not JSON' });
  }
}
