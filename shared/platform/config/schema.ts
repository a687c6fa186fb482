// What landbridge.yaml may hold. Every object is closed: an unknown key is a mistake, not a wish.
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const percent = z.number().check(z.gte(0), z.lte(100));
const atLeastOne = z.int().check(z.gte(1));
const oneOrMore = z.pipe(
  z.union([text, z.array(text).check(z.minLength(1))]),
  z.transform((value) => (typeof value === 'string' ? [value] : value)),
);
const selections = z.array(z.record(text, oneOrMore));
const policy = z.enum(['apply', 'inbox', 'ignore']);

const Connection = z.strictObject({
  /** Name of the bound service. */
  binding: text,
  /** LeanIX only: the one workspace this configuration is meant for. */
  workspace: z.exactOptional(text),
  /** LeanIX only. */
  requestsPerSecond: z.exactOptional(z.number().check(z.gt(0), z.lte(30))),
});

const Flow = z.strictObject({
  /** Names of connections to Cloud ALM; absent: all that are bound. */
  source: z.exactOptional(oneOrMore),
  /** Name of the connection to LeanIX; needed where there are several. */
  workspace: z.exactOptional(text),
  include: z.exactOptional(selections),
  exclude: z.exactOptional(selections),
  target: z.exactOptional(z.strictObject({ type: z.exactOptional(text), subtype: z.exactOptional(text) })),
  naming: z.exactOptional(oneOrMore),
  mapping: z.exactOptional(z.record(text, z.string())),
  tag: z.exactOptional(text),
  removal: z.exactOptional(z.strictObject({ limitPercent: z.exactOptional(percent) })),
  guards: z.exactOptional(
    z.strictObject({
      firstRun: z.exactOptional(z.enum(['go', 'stop'])),
      shrinkPercent: z.exactOptional(percent),
      maxChanges: z.exactOptional(atLeastOne),
    }),
  ),
  policy: z.exactOptional(
    z.strictObject({
      create: z.exactOptional(policy),
      link: z.exactOptional(policy),
      update: z.exactOptional(policy),
      retire: z.exactOptional(policy),
    }),
  ),
});

export const Config = z.strictObject({
  connections: z.exactOptional(z.record(text, Connection)),
  flows: z.exactOptional(z.strictObject({ landscape: z.exactOptional(Flow) })),
});

export type Config = z.infer<typeof Config>;
export type FlowConfig = z.infer<typeof Flow>;

/** The same as a JSON Schema, for editors. */
export function configSchema(): object {
  return z.toJSONSchema(Config, { io: 'input' });
}
