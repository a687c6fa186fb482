// What SAP Cloud ALM and its token service send, as far as it is used. Permissive to everything else.
import * as z from 'zod/mini';

/** A member that is absent, null or no string reads as absent. Blanks around it come from pasting. */
const text = z.catch(z.optional(z.string().check(z.trim())), undefined);

const Endpoints = z.object({ Api: text });
const Uaa = z.object({ url: text, clientid: text, clientsecret: text, identityzone: text });

export const ServiceKey = z.object({
  endpoints: z.catch(z.optional(Endpoints), undefined),
  uaa: z.catch(z.optional(Uaa), undefined),
});

/** A bare array; which members a landscape object has is not published (open question Q-L1). */
export const LandscapeAnswer = z.array(z.record(z.string(), z.unknown()));
export type LandscapeRecord = z.infer<typeof LandscapeAnswer>[number];
