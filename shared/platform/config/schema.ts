// What landbridge.yaml may hold. Every object is closed: an unknown key is a mistake, not a wish.
import * as z from 'zod/mini';
import { flowNames } from '../../flows/flows.ts';
import { defaultRetentionDays } from '../../steps/run.ts';
import { Flow } from './flow-schema.ts';
import { means } from './meaning.ts';
import { Pace } from './pace-schema.ts';

const text = z.string().check(z.minLength(1));
const flowName = text.check(z.regex(flowNames));

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
    pace: z.exactOptional(Pace),
  })
  .check(means({ description: 'One bound service, under a name of your choice.' }));

export const Config = z.strictObject({
  connections: z.exactOptional(
    z
      .record(text, Connection)
      .check(means({ description: 'Bound services, by names that the flows below refer to.' })),
  ),
  flows: z.exactOptional(
    z.record(flowName, Flow).check(
      means({
        description:
          'What is kept in step, flow by flow: `landscape`, `iflows`, and as many more of each kind as there are workspaces, called `landscape-` or `iflows-` and a name of your choice. `landbridge sync <name>` runs one.',
      }),
    ),
  ),
  decisions: z.exactOptional(
    z
      .strictObject({
        names: z.exactOptional(
          z.boolean().check(
            means({
              description:
                'Whether the logon name of a person who decides by HTTP is kept with the decision, for good. A program is kept by its client id in any case; on the command line `--by` names who decides.',
              default: false,
              example: true,
            }),
          ),
        ),
      })
      .check(means({ description: 'What is kept of who decides in the inbox. Nobody is named by default.' })),
  ),
  retention: z.exactOptional(
    z
      .strictObject({
        days: z.exactOptional(
          z.int().check(
            z.gte(2),
            z.lte(3650),
            means({
              description:
                'Days after which a run is forgotten, counted from its last step. An unfinished run is continued for one day.',
              default: defaultRetentionDays,
              example: 30,
            }),
          ),
        ),
      })
      .check(
        means({
          description:
            'How long runs are kept, each with its snapshot, plan, journal and report. Links and decisions are kept for good.',
        }),
      ),
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
  pattern?: string;
  propertyNames?: SchemaNode;
  minimum?: number;
  maximum?: number;
}

/** The same as a JSON Schema, for editors. */
export function configSchema(): SchemaNode {
  return z.toJSONSchema(Config) as SchemaNode;
}
