// What landbridge.yaml may say of relations to other fact sheets, links into other systems, and subscriptions.
import * as z from 'zod/mini';
import { subscriptionTypes } from '../../core/model.ts';
import { template, valueMap } from './mapping-schema.ts';
import { means } from './meaning.ts';

const text = z.string().check(z.minLength(1));
const ways = ['name', 'externalId', 'object'] as const;

const nameMap = z.strictObject(valueMap).check(
  z.refine((map) => map.from !== undefined && map.values !== undefined, { error: 'needs from and values' }),
  means({ description: 'Names by a field of the object.' }),
);

const relation = z
  .strictObject({
    name: z.exactOptional(
      z
        .union([template, nameMap])
        .check(means({ description: 'Name of the fact sheet it leads to.', example: '{serviceTypeLabel}' })),
    ),
    externalId: z.exactOptional(
      template.check(means({ description: 'Its external id.', example: 'CMDB-{customerNumber}' })),
    ),
    object: z.exactOptional(
      template.check(
        means({
          description:
            'Id of another object of the same tenant, whose fact sheet is meant. One that the same run makes is made first.',
          example: '{parentId}',
        }),
      ),
    ),
    fields: z.exactOptional(
      z.record(text, template).check(
        means({
          description:
            'Templates of what stands on the relation itself: `description`, `activeFrom`, `activeUntil`, fields of its own. Written with the relation; from then on they belong to people.',
          example: { description: 'Product of {name}' },
        }),
      ),
    ),
  })
  .check(
    z.refine((map) => ways.filter((way) => map[way] !== undefined).length === 1, {
      error: 'must hold exactly one of name, externalId, object',
    }),
    means({ description: 'Where one relation leads: exactly one of `name`, `externalId`, `object`.' }),
  );

const oneRelation = z.union([template, relation]);

export const Relations = z
  .record(
    text.check(z.regex(/^rel[A-Z]\w*$/, { error: 'must be a relation of LeanIX, such as relToParent' })),
    z.union([oneRelation, z.array(oneRelation)]),
  )
  .check(
    means({
      description:
        'By relation key of LeanIX: the name of the fact sheet that is related (a template), a map that says more, or a list. Ours follow the source; those of people stay, and one of ours that a person took away is not made again. Where no fact sheet, or several, could be meant, nothing is written and it is told; where one of ours had to move there, it is a conflict to review. On a fact sheet that was found, only relations that may hold several are written. An empty list leaves the relation alone. Without it: the relations of the flow.',
      example: { relApplicationToITComponent: '{serviceTypeLabel}', relToParent: { object: '{parentId}' } },
    }),
  );

const document = z
  .strictObject({
    name: template.check(means({ description: 'What the link is called.', example: 'SAP Cloud ALM' })),
    url: template.check(
      means({
        description: 'Where it leads. Values of the object are spelt as parts of an address.',
        example: '{links.calm}/shell/run?sap-ui-app-id=/1234#/systems/{id}',
      }),
    ),
    description: z.exactOptional(
      template.check(
        means({
          description:
            'What stands below the link. It is written with the link; then it is people’s. Without it: nothing.',
          example: 'Operated as {role}, kept in step by Landbridge',
        }),
      ),
    ),
    type: z.exactOptional(
      text.check(
        z.regex(/^\w+$/, { error: 'must be the key of a type of LeanIX, such as website' }),
        means({
          description:
            'Kind of the link as LeanIX keys it, such as `website` or `documentation`. It is written with the link; then it is people’s. Without it: none.',
          example: 'website',
        }),
      ),
    ),
  })
  .check(means({ description: 'One link.' }));

export const Documents = z
  .record(
    text.check(z.regex(/^\w+$/, { error: 'must be a name of letters, digits and _' })),
    z.union([z.literal(false), document]),
  )
  .check(
    means({
      description:
        'Links from the fact sheet into other systems, each under a name of its own; `false` leaves out one that the flow makes. A link of ours follows the source until a person changes it or takes it away; an address that is linked already is not linked twice. Without it: the links of the flow.',
      example: { calm: { name: 'SAP Cloud ALM', url: '{links.calm}/systems/{id}' } },
    }),
  );

const subscription = z
  .strictObject({
    user: template.check(
      z.regex(/@|\{/, { error: 'must be an e-mail address, or a field that holds one' }),
      means({
        description:
          'E-mail address of a user of the workspace. It names a person: it will stand in plans and in the store.',
        example: 'landscape-team@example.com',
      }),
    ),
    type: z
      .enum(subscriptionTypes)
      .check(means({ description: 'What the user is to the fact sheet.', example: 'RESPONSIBLE' })),
    role: z.exactOptional(
      text.check(
        means({
          description: 'Name of a subscription role of the workspace. Without it: no role is named.',
          example: 'Application Owner',
        }),
      ),
    ),
  })
  .check(means({ description: 'One subscription.' }));

export const Subscriptions = z
  .record(text.check(z.regex(/^\w+$/, { error: 'must be a name of letters, digits and _' })), subscription)
  .check(
    means({
      description:
        'Users to be subscribed to the fact sheets, each under a name of its own. Of other subscribers Landbridge keeps no name, and it changes none of them. Without it: nobody is subscribed and no subscription is read.',
      example: {
        team: { user: 'landscape-team@example.com', type: 'RESPONSIBLE', role: 'Application Owner' },
      },
    }),
  );
