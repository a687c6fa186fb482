// What the SAP Job Scheduling service sends, as far as it is used. Permissive to everything else.
import * as z from 'zod/mini';

/** A member that is absent, null or no string reads as absent. Blanks around it come from pasting. */
const text = z.catch(z.optional(z.string().check(z.trim())), undefined);

const Uaa = z.object({
  url: text,
  certurl: text,
  clientid: text,
  clientsecret: text,
  certificate: text,
  key: text,
});

export const ServiceKey = z.object({ url: text, uaa: z.catch(z.optional(Uaa), undefined) });

/** The service shows its cron in schedules of that kind alone; others may have been made by hand. */
const Schedule = z.object({
  scheduleId: z.string(),
  cron: z.catch(z.optional(z.string()), undefined),
  active: z.catch(z.boolean(), false),
  /** An object, or the text of one: both are documented. */
  data: z.optional(z.unknown()),
});

export const Job = z.object({
  _id: z.number(),
  name: z.string(),
  description: z.catch(z.string(), ''),
  action: z.catch(z.string(), ''),
  active: z.catch(z.boolean(), false),
  httpMethod: z.catch(z.string(), ''),
  calmConfig: z.catch(z.optional(z.object({ enabled: z.boolean() })), undefined),
  schedules: z.catch(z.array(Schedule), []),
});
export type Job = z.infer<typeof Job>;

/** A look-up by name is documented to answer the job itself, and elsewhere a list that holds it without schedules. */
export const JobList = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      jobId: z.optional(z.number()),
      _id: z.optional(z.number()),
      action: z.catch(z.string(), ''),
      active: z.catch(z.boolean(), false),
    }),
  ),
});

export const GlobalParameters = z.object({
  config: z.array(z.object({ CONFIG_NAME: z.string(), CONFIG_VALUE: z.string() })),
});
