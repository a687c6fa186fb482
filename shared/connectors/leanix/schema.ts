// What SAP LeanIX and its token service send, as far as it is used. Permissive to everything else: members may
// be missing or null wherever a workspace may leave them out, and what does not fit in a list or a map is dropped
// alone. Fact sheets are the exception: one that cannot be read fails the page, for a gap must not go unseen.
import * as z from 'zod/mini';
import type {
  DataModel,
  ExternalIdFieldModel,
  Relation,
  RelationModel,
  Subscription,
} from '../../core/model.ts';
import { digestAddress } from './digest-address.ts';

/** A member that is absent, null or no string reads as empty. */
const text = z.catch(z.string(), '');
const texts = listOf(z.string());

export const Claims = z.object({
  principal: z.object({
    permission: z.object({ workspaceId: z.string(), workspaceName: text, role: text }),
  }),
});

export const Principal = z.object({ principal: z.object({ id: z.string().check(z.minLength(1)) }) });

const unnamed = { message: '', path: [], extensions: { errorType: '' } };

export const GraphqlError = z.catch(
  z.object({
    message: text,
    path: z.catch(z.array(z.union([z.string(), z.number()])), []),
    extensions: z.catch(z.object({ errorType: text }), unnamed.extensions),
  }),
  unnamed,
);
export type GraphqlError = z.infer<typeof GraphqlError>;

export const GraphqlAnswer = z.object({
  data: z.optional(z.unknown()),
  errors: z.pipe(
    z.optional(z.nullable(z.array(GraphqlError))),
    z.transform((errors) => errors ?? []),
  ),
});

/** A Long: a number, or its digits where a gateway quotes it. */
const long = z.pipe(z.union([z.number(), z.string().check(z.regex(/^\d+$/))]), z.transform(Number));

/** Relations that were asked for stand beside these. */
export const WrittenFactSheet = z.object({
  factSheet: z.looseObject({ id: z.string(), rev: long, updatedAt: text, lxState: text }),
});

export const WrittenId = z.object({ id: z.string() });

const LifecyclePhase = z.object({ phase: z.string(), startDate: z.string().check(z.minLength(1)) });

/** The base fields of a fact sheet; its plain fields are read from the node itself. */
export const FactSheetNode = z.object({
  id: z.string(),
  type: text,
  name: text,
  displayName: text,
  category: text,
  rev: long,
  status: z.catch(z.enum(['ACTIVE', 'ARCHIVED']), 'ACTIVE'),
  updatedAt: text,
  lxState: text,
  tags: listOf(z.object({ id: z.string() })),
  lifecycle: z.catch(z.object({ phases: listOf(LifecyclePhase) }), { phases: [] }),
});

const RelationNode = z.pipe(
  z.looseObject({ id: z.string(), factSheet: z.object({ id: z.string(), displayName: text }) }),
  z.transform(
    ({ id, factSheet, ...fields }): Relation => ({
      id,
      factSheetId: factSheet.id,
      name: factSheet.displayName,
      fields: Object.fromEntries(
        Object.entries(fields).flatMap(([key, value]) =>
          value === null || value === undefined || typeof value === 'object' ? [] : [[key, String(value)]],
        ),
      ),
    }),
  ),
);

/** One that cannot be read fails the page, as a fact sheet does: it would be made a second time. */
export const RelationList = z.pipe(
  z.object({ edges: z.array(z.object({ node: RelationNode })) }),
  z.transform(({ edges }) => edges.map(({ node }) => node)),
);

const DocumentNode = z.object({ id: z.string(), name: text, url: text });

export const DocumentList = z.pipe(
  z.object({ edges: z.array(z.object({ node: DocumentNode })) }),
  z.transform(({ edges }) => edges.map(({ node }) => node)),
);

const SubscriptionNode = z.pipe(
  z.object({
    id: z.string(),
    type: text,
    user: z.catch(z.object({ email: text }), { email: '' }),
    roles: listOf(z.object({ name: text })),
  }),
  z.transform(
    ({ id, type, user, roles }): Subscription => ({
      id,
      type,
      who: digestAddress(user.email),
      roles: roles.map(({ name }) => name),
    }),
  ),
);

export const SubscriptionList = z.pipe(
  z.object({ edges: z.array(z.object({ node: SubscriptionNode })) }),
  z.transform(({ edges }) => edges.map(({ node }) => node)),
);

export const RoleData = z.object({
  allSubscriptionRoles: z.object({
    edges: listOf(z.object({ node: z.object({ id: z.string(), name: text, subscriptionType: text }) })),
  }),
});

const FactSheetConnection = z.object({
  totalCount: long,
  pageInfo: z.object({
    hasNextPage: z.boolean(),
    endCursor: z.optional(z.nullable(z.string())),
  }),
  edges: z.array(z.object({ node: z.record(z.string(), z.unknown()) })),
});

const TagNode = z.object({
  id: z.string(),
  name: text,
  tagGroup: z.catch(z.object({ name: text, mode: text, restrictToFactSheetTypes: texts }), {
    name: '',
    mode: '',
    restrictToFactSheetTypes: [],
  }),
});

export const FactSheetData = z.object({
  active: z.optional(FactSheetConnection),
  archived: z.optional(FactSheetConnection),
  allTags: z.catch(z.optional(z.object({ edges: listOf(z.object({ node: TagNode })) })), undefined),
});
export type FactSheetData = z.infer<typeof FactSheetData>;

/** An answer to several requests for fact sheets: each is read for itself. */
export const AnswerOfMany = z.record(z.string(), z.unknown());

const FieldAnswer = z.pipe(
  z.object({ type: text, values: z.catch(z.optional(z.array(z.unknown())), undefined) }),
  z.transform(({ type, values }) =>
    values === undefined ? { type } : { type, values: texts.parse(values) },
  ),
);

const TypeAnswer = z.object({ fields: z.catch(mapOf(FieldAnswer), {}), relations: texts });

const RelationEnd = z.object({ factSheetType: text, name: z.string(), multiplicity: text });
const RelationAnswer = z.object({
  from: RelationEnd,
  to: RelationEnd,
  fields: z.catch(mapOf(FieldAnswer), {}),
});

const ExternalIdFieldAnswer = z.pipe(
  z.object({
    readOnly: z.catch(z.boolean(), false),
    uniqueFactSheet: z.catch(z.boolean(), false),
    forFactSheets: texts,
  }),
  z.transform((field) => ({
    readOnly: field.readOnly,
    unique: field.uniqueFactSheet,
    forTypes: field.forFactSheets,
  })),
);

const noTypes: Record<string, z.infer<typeof TypeAnswer>> = {};
const noFields: Record<string, ExternalIdFieldModel> = {};

export const DataModelAnswer = z.pipe(
  z.object({
    data: z.object({
      factSheets: z.optional(z.nullable(mapOf(TypeAnswer))),
      relations: z.catch(mapOf(RelationAnswer), {}),
      externalIdFields: z.optional(z.nullable(mapOf(ExternalIdFieldAnswer))),
    }),
  }),
  z.transform(({ data }): DataModel => {
    const types = Object.entries(data.factSheets ?? noTypes).map(([type, { fields, relations }]) => [
      type,
      { fields, relations: relationsOf(type, relations, Object.values(data.relations)) },
    ]);
    return { types: Object.fromEntries(types), externalIdFields: data.externalIdFields ?? noFields };
  }),
);

/** Those that the type names, as it sees them. */
function relationsOf(
  type: string,
  names: readonly string[],
  all: readonly z.infer<typeof RelationAnswer>[],
): Record<string, RelationModel> {
  return Object.fromEntries(
    names.map((name) => {
      const seen = all.flatMap(({ from, to, fields }) =>
        [
          { near: from, far: to },
          { near: to, far: from },
        ].map((ends) => ({ ...ends, fields })),
      );
      const found = seen.find(({ near }) => near.name === name && near.factSheetType === type);
      const single = found?.near.multiplicity === 'SINGLE' ? { isSingle: true as const } : {};
      return [name, { targetType: found?.far.factSheetType ?? '', ...single, fields: found?.fields ?? {} }];
    }),
  );
}

/** Entries that do not fit are dropped; what is no list is empty. */
function listOf<Entry extends z.ZodMiniType>(entry: Entry) {
  return z.pipe(
    z.catch(z.array(z.unknown()), []),
    z.transform((list): z.infer<Entry>[] => list.flatMap((value) => fitting(entry, value))),
  );
}

/** Entries that do not fit are dropped. */
function mapOf<Entry extends z.ZodMiniType>(entry: Entry) {
  return z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform(
      (map): Record<string, z.infer<Entry>> =>
        Object.fromEntries(
          Object.entries(map).flatMap(([key, value]) => fitting(entry, value).map((fit) => [key, fit])),
        ),
    ),
  );
}

function fitting<Entry extends z.ZodMiniType>(entry: Entry, value: unknown): z.infer<Entry>[] {
  const parsed = z.safeParse(entry, value);
  return parsed.success ? [parsed.data] : [];
}

const Rights = z.catch(z.object({ self: texts, update: texts }), { self: [], update: [] });

/** What a technical user may do with the first fact sheet of a type. */
export const RightsData = z.object({
  allFactSheets: z.object({
    totalCount: long,
    edges: listOf(z.object({ node: z.object({ permissions: Rights }) })),
  }),
});
export type RightsData = z.infer<typeof RightsData>;

/** The path is documented (leanix-api 1.2), its members are only seen in clients made of LeanIX's own description. */
export const TechnicalUserAnswer = z.object({
  data: z.object({ apiTokenData: z.object({ expiry: z.string() }) }),
});
