// What SAP Cloud Integration and its token service send, as far as it is used: OData V2 in JSON. Permissive to
// everything else; names are our own from here on.
import * as z from 'zod/mini';
import { readable, readableName, readableText } from '../http/readable-text.ts';

/** A member that is absent, null or no string reads as absent. Blanks around it come from pasting. */
const pasted = z.catch(z.optional(z.string().check(z.trim())), undefined);

/** Keys in lower case and without underscores and hyphens: people copy them from several places. */
export const KeyPart = z.object({
  url: pasted,
  tokenurl: pasted,
  clientid: pasted,
  clientsecret: pasted,
  identityzone: pasted,
});

/** A page of a collection: a list below `results`, or the list itself as older operations answer. */
export const Collection = z.object({
  d: z.union([
    z.pipe(
      z.array(z.unknown()),
      z.transform((results) => ({ results, __next: undefined })),
    ),
    z.object({ results: z.array(z.unknown()), __next: z.catch(z.optional(z.string()), undefined) }),
  ]),
});

export const RuntimeArtifact = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((row) => ({
    id: readableText(row.Id),
    name: readableName(row.Name),
    version: readableText(row.Version),
    type: readableText(row.Type),
    deployedBy: readableText(row.DeployedBy),
    deployedOn: readable(row.DeployedOn),
    status: readableText(row.Status),
  })),
);
export type RuntimeArtifact = z.infer<typeof RuntimeArtifact>;

export const IntegrationPackage = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((row) => ({ id: readableText(row.Id), name: readableText(row.Name) })),
);
export type IntegrationPackage = z.infer<typeof IntegrationPackage>;

export const DesignArtifact = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((row) => ({
    id: readableText(row.Id),
    name: readableName(row.Name),
    version: readableText(row.Version),
    description: readableText(row.Description),
    sender: readableText(row.Sender),
    receiver: readableText(row.Receiver),
  })),
);
export type DesignArtifact = z.infer<typeof DesignArtifact>;

/** `$value` of an artifact's error information; its layout is not documented, so any part may lack. */
export const ErrorInformation = z.object({
  message: z.catch(
    z.pipe(
      z.record(z.string(), z.unknown()),
      z.transform((message) => readableText(message.messageText) || readableText(message.messageId)),
    ),
    '',
  ),
  parameter: z.catch(
    z.pipe(
      z.array(z.unknown()),
      z.transform((list) => list.map(readableText).filter((text) => text !== '')),
    ),
    [],
  ),
});
