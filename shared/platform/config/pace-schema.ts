// How fast one connection may be asked, as landbridge.yaml may say it. What is left out stays as the connector
// and the writer have it.
import * as z from 'zod/mini';
import { defaultPace } from '../../steps/context.ts';
import { means } from './meaning.ts';

export const Pace = z
  .strictObject({
    requestsPerSecond: z.exactOptional(
      z.int().check(
        z.gte(1),
        z.lte(30),
        means({
          description:
            'Requests a second at most. LeanIX grants a user 30; leave some to other programs of the same user. Without it: 25 to LeanIX, no limit to Cloud ALM.',
          example: 20,
        }),
      ),
    ),
    writesUnderWay: z.exactOptional(
      z.int().check(
        z.gte(1),
        z.lte(8),
        means({
          description: 'LeanIX only: requests that write at the same time.',
          default: defaultPace.writesUnderWay,
          example: 2,
        }),
      ),
    ),
    changesPerRequest: z.exactOptional(
      z.int().check(
        z.gte(1),
        z.lte(50),
        means({
          description: 'LeanIX only: changes that go into one request, all or none of which is carried out.',
          default: defaultPace.changesPerRequest,
          example: 25,
        }),
      ),
    ),
  })
  .check(means({ description: 'How fast this connection may be asked.' }));

export type Pace = z.infer<typeof Pace>;
