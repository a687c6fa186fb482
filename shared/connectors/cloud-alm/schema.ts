// What SAP Cloud ALM and its token service send, as far as it is used. Permissive to everything else.
import * as z from 'zod/mini';

/** A bare array; which members a landscape object has is not published (open question Q-L1). */
export const LandscapeAnswer = z.array(z.record(z.string(), z.unknown()));
export type LandscapeRecord = z.infer<typeof LandscapeAnswer>[number];

/** What an access token of XSUAA tells of its tenant; members of another kind read as absent. */
export const TokenClaims = z.object({
  zid: z.catch(z.optional(z.string()), undefined),
  scope: z.catch(z.optional(z.array(z.string())), undefined),
  ext_attr: z.catch(z.object({ zdn: z.catch(z.optional(z.string()), undefined) }), {}),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

const Row = z.catch(z.object({ id: z.optional(z.string()) }), {});

/** A list in any dialect: bare, or under `value` (cloud-alm-api 2.0). */
export const Listed = z.union([
  z.array(Row),
  z.pipe(
    z.object({ value: z.array(Row) }),
    z.transform(({ value }) => value),
  ),
]);
