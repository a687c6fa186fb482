// What landbridge.yaml may say of the values that are written: by field, by tag, by lifecycle phase.
import * as z from 'zod/mini';
import { means } from './meaning.ts';

/** Fields that Landbridge writes in its own way: a mapping would write them twice. */
const reservedFields: Readonly<Record<string, string>> = {
  name: 'names are given with naming',
  category: 'the subtype is given with target.subtype',
  tags: 'tags are given with tags',
  externalId: 'Landbridge keeps the identity of the object there',
  lifecycle: 'phases are given with lifecycle',
  lxState: 'the state of what is made is given with target.state',
  status: 'Landbridge archives nothing by a mapping',
};

const text = z.string().check(z.minLength(1));

export const template = text.check(wellFormed());

/** No brace but around the name of a field or of a link: what is misspelt would be written as it stands. */
function wellFormed() {
  return z.regex(/^(?:[^{}]|\{(?:links\.)?\w+\})*$/, {
    error: 'must have braces only around the name of a field, such as {name}',
  });
}

const fieldKey = text.check(
  z.refine((key) => reservedOf(key) === undefined, { error: ({ input }) => reservedOf(String(input)) }),
  z.meta({ not: { enum: Object.keys(reservedFields).flatMap((key) => [key, `/${key}`]) } }),
);
/** A field may be spelt as the path of a patch. */
function reservedOf(key: string): string | undefined {
  const plain = key.replace(/^\//, '');
  return Object.hasOwn(reservedFields, plain) ? reservedFields[plain] : undefined;
}

const constant = z.union([text, z.array(text).check(z.minLength(1))]);

export const valueMap = {
  from: z.exactOptional(
    text.check(
      means({ description: 'Field of the object whose value decides. It needs `values`.', example: 'role' }),
    ),
  ),
  values: z.exactOptional(
    z.record(text, constant).check(
      means({
        description:
          'What to write by value of `from`: texts or globs, several of which may give the same. The text itself comes before a glob, a longer glob before a shorter one. A value that nothing fits is left alone and told.',
        example: { PROD: 'missionCritical', 'TEST*': 'administrativeService' },
      }),
    ),
  ),
  else: z.exactOptional(
    constant.check(
      means({
        description: 'What to write for values that nothing in `values` fits. Without it: nothing.',
        example: 'businessOperational',
      }),
    ),
  ),
};

const ways = ['value', 'template', 'block', 'from'] as const;

const fieldMap = z
  .strictObject({
    value: z.exactOptional(
      constant.check(
        means({
          description: 'The same for every object; a list for a field of several values.',
          example: 'saas',
        }),
      ),
    ),
    template: z.exactOptional(
      template.check(means({ description: 'A template.', example: '{serviceTypeLabel} {name}' })),
    ),
    block: z.exactOptional(
      template.check(
        means({
          description:
            'A template whose text stands between two marker lines in the field. The text around them belongs to people and is never changed; a block is put on found fact sheets too.',
          example: 'System number {systemNumber}.',
        }),
      ),
    ),
    ...valueMap,
    owner: z.exactOptional(
      z.enum(['source-owned', 'first-write-only', 'human-owned']).check(
        means({
          description:
            '`source-owned`: follows the source on fact sheets that Landbridge made, until a person changes it. `first-write-only`: written once. `human-owned`: never written, only compared.',
          default: 'source-owned',
          example: 'first-write-only',
        }),
      ),
    ),
  })
  .check(
    z.refine((map) => ways.filter((way) => map[way] !== undefined).length === 1, {
      error: 'must hold exactly one of value, template, block, from',
    }),
    z.refine(
      (map) =>
        (map.from === undefined) === (map.values === undefined) &&
        (map.from !== undefined || map.else === undefined),
      {
        error: 'needs from and values together',
      },
    ),
    means({
      description: 'How one field gets its value: exactly one of `value`, `template`, `block`, `from`.',
      rules: {
        oneOf: ways.map((way) => ({ required: [way] })),
        dependentRequired: { from: ['values'], values: ['from'], else: ['from'] },
      },
    }),
  );

const tagMap = z.strictObject(valueMap).check(
  z.refine((map) => map.from !== undefined && map.values !== undefined, { error: 'needs from and values' }),
  means({ description: 'Tags by a field of the object.', rules: { required: ['from', 'values'] } }),
);

export const Mapping = z.record(fieldKey, z.union([z.string().check(wellFormed()), fieldMap])).check(
  means({
    description:
      'By field key of LeanIX, with or without a slash before it, in place of the fields of the flow or besides them: a template, or a map that says more. An empty template leaves the field alone. A field is not written for objects that lack a field named. A key or a value that the workspace does not know stops the run before anything is written. Without it: alias, description and lxHostingType, as the flow makes them; for `iflows` description, a block, and release. What an integration flow has: docs/iflows.md.',
    example: {
      description: '{serviceTypeLabel} {name}',
      alias: '',
      businessCriticality: {
        from: 'role',
        values: { PROD: 'missionCritical', 'TEST*': 'administrativeService' },
        owner: 'first-write-only',
      },
    },
  }),
);

export const Tags = z.union([text, z.array(z.union([text, tagMap]))]).check(
  means({
    description:
      'Tags besides `tag`, as a list or in one line with commas, each by name (`Group/Name` where several groups have it) or chosen by a field of the object. A tag that the library does not have, or not for the type, stops the run before anything is written; one whose group may hold one tag and holds another is left out and told. Without it: none.',
    example: ['Source/SAP', { from: 'role', values: { PROD: 'Stage/Productive' } }],
  }),
);

export const Lifecycle = z.record(text, template).check(
  means({
    description:
      'Templates of start dates by lifecycle phase. What is no date is left alone and told; the other phases stay. Without it: Landbridge writes nothing but the end of life; for `iflows`, on what it makes, also active since the deployment.',
    example: { active: '2024-01-01' },
  }),
);

export const State = z.enum(['DRAFT', 'APPROVED', 'BROKEN_QUALITY_SEAL', 'REJECTED']).check(
  means({
    description:
      'State of the quality seal of fact sheets that Landbridge makes; one that the workspace does not use is refused for every object. Without it: as the workspace has it.',
    example: 'DRAFT',
  }),
);

export const Links = z
  .record(text.check(z.regex(/^\w+$/, { error: 'a template can name only letters, digits and _' })), text)
  .check(
    means({
      description:
        'Addresses that no object holds, for templates: `{links.calm}`. Nothing is made up; what is not given here cannot be linked to. Without it: none.',
      example: { calm: 'https://example.eu10.alm.cloud.sap' },
    }),
  );
