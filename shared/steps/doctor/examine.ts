// What looking at a connection is given, and what it comes to. Each system has its own way of being looked at; a
// new one is a file beside this one and a line in the list of examiners.
import type { Meter } from '../../connectors/http/meter.ts';
import type { Surroundings } from '../../connectors/http/surroundings.ts';
import type { Check } from '../../core/doctor/check.ts';
import type { FlowRules } from '../../core/rules.ts';
import type { Store } from '../../store/store.ts';

export interface Examination {
  connection: string;
  /** Of a managed instance, where the environment names it. */
  instanceName?: string | undefined;
  credentials: unknown;
  surroundings: Surroundings;
  meter: Meter;
  /** The flows that speak to this connection. */
  flows: readonly { name: string; rules: FlowRules }[];
  /** What the key shall be good for, where that is asked for; else what the flows need. */
  uses?: readonly string[] | undefined;
  /** The one workspace that the configuration is meant for. */
  pinnedWorkspace?: string | undefined;
  /** Where there is one: nothing is written into it. */
  store?: Store | undefined;
}

export type Examine = (examination: Examination) => Promise<readonly Check[]>;
