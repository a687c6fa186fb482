// What landbridge.yaml may hold. Every object is closed: an unknown key is a mistake, not a wish.
import * as z from 'zod/mini';
import { Flow } from './flow-schema.ts';
import { means } from './meaning.ts';

const text = z.string().check(z.minLength(1));

const Connection = z
  .strictObject({
    binding: text.check(
      means({
        description:
          'Name of the bound service, as VCAP_SERVICES or default-env.json spells it. The service holds host and secrets.',
        example: 'leanix',
      }),
    ),
    workspace: z.exactOptional(
      text.check(
        means({
          description:
            'LeanIX only: id of the one workspace this file is meant for. Another one is refused before anything is read. Without it: any workspace.',
          example: '3f1c2c5e-0b52-4a6e-9d5f-6d2b8f0f7a11',
        }),
      ),
    ),
    requestsPerSecond: z.exactOptional(
      z.int().check(
        z.gte(1),
        z.lte(30),
        means({
          description:
            'LeanIX only: requests a second at most. LeanIX grants a user 30; leave some to other programs of the same user.',
          default: 25,
          example: 20,
        }),
      ),
    ),
  })
  .check(means({ description: 'One bound service, under a name of your choice.' }));

export const Config = z.strictObject({
  connections: z.exactOptional(
    z
      .record(text, Connection)
      .check(means({ description: 'Bound services, by names that the flows below refer to.' })),
  ),
  flows: z.exactOptional(
    z
      .strictObject({ landscape: z.exactOptional(Flow) })
      .check(means({ description: 'What is kept in step, flow by flow.' })),
  ),
});

export type Config = z.infer<typeof Config>;
export type Connection = z.infer<typeof Connection>;

/** A node of the JSON Schema, as far as messages and pages look at it. */
export interface SchemaNode {
  $schema?: string;
  type?: string;
  description?: string;
  default?: unknown;
  examples?: readonly unknown[];
  properties?: Readonly<Record<string, SchemaNode>>;
  required?: readonly string[];
  additionalProperties?: SchemaNode | false;
  items?: SchemaNode;
  anyOf?: readonly SchemaNode[];
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
}

/** The same as a JSON Schema, for editors. */
export function configSchema(): SchemaNode {
  return z.toJSONSchema(Config) as SchemaNode;
}
