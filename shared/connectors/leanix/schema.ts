// What SAP LeanIX and its token service send, as far as it is used. Permissive to everything else: members may
// be missing or null wherever a workspace may leave them out, and what does not fit in a list or a map is dropped
// alone. Fact sheets are the exception: one that cannot be read fails the page, for a gap must not go unseen.
import * as z from 'zod/mini';
import type { DataModel, ExternalIdFieldModel, TypeModel } from '../../core/model.ts';

/** A member that is absent, null or no string reads as empty. */
const text = z.catch(z.string(), '');
const texts = listOf(z.string());

export const Claims = z.object({
  principal: z.object({
    permission: z.object({ workspaceId: z.string(), workspaceName: text, role: text }),
  }),
});

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

export const WrittenFactSheet = z.object({
  factSheet: z.object({ id: z.string(), rev: long, updatedAt: text }),
});

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
  tags: listOf(z.object({ id: z.string() })),
  lifecycle: z.catch(z.object({ phases: listOf(LifecyclePhase) }), { phases: [] }),
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
  allTags: z.catch(z.object({ edges: listOf(z.object({ node: TagNode })) }), { edges: [] }),
});
export type FactSheetData = z.infer<typeof FactSheetData>;

const FieldAnswer = z.pipe(
  z.object({ type: text, values: z.catch(z.optional(z.array(z.unknown())), undefined) }),
  z.transform(({ type, values }) =>
    values === undefined ? { type } : { type, values: texts.parse(values) },
  ),
);

const TypeAnswer = z.object({ fields: z.catch(mapOf(FieldAnswer), {}), relations: texts });

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

const noTypes: Record<string, TypeModel> = {};
const noFields: Record<string, ExternalIdFieldModel> = {};

export const DataModelAnswer = z.pipe(
  z.object({
    data: z.object({
      factSheets: z.optional(z.nullable(mapOf(TypeAnswer))),
      externalIdFields: z.optional(z.nullable(mapOf(ExternalIdFieldAnswer))),
    }),
  }),
  z.transform(
    ({ data }): DataModel => ({
      types: data.factSheets ?? noTypes,
      externalIdFields: data.externalIdFields ?? noFields,
    }),
  ),
);

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
