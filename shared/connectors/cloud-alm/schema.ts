// What SAP Cloud ALM and its token service send, as far as it is used. Permissive to everything else.
import * as z from 'zod/mini';

/** A bare array; which members a landscape object has is not published (open question Q-L1). */
export const LandscapeAnswer = z.array(z.record(z.string(), z.unknown()));
export type LandscapeRecord = z.infer<typeof LandscapeAnswer>[number];
