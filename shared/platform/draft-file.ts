// From the bound services to the text of a first landbridge.yaml: reads the systems once, drafts, and makes sure
// that what it wrote is what the other verbs will read. It writes no file.
import type { SourceSystem } from '../core/model.ts';
import { LandbridgeError } from '../errors.ts';
import { type FlowName, flowOf, flows } from '../flows/flows.ts';
import { type Survey, survey } from '../steps/survey.ts';
import { kindOf, readAllBindings } from './bindings.ts';
import { loadBoundServices } from './bound-services.ts';
import { type Draft, type DraftInput, draftConfig } from './config/draft-config.ts';
import { parseConfig } from './config/parse-config.ts';
import { renderConfig } from './config/render-config.ts';
import { openSystems } from './open-systems.ts';

interface DraftFileOptions extends Pick<DraftInput, 'command' | 'schema'> {
  /** File with bindings that take the place of the environment's. */
  bindings?: string | undefined;
  flow: FlowName;
  /** Told how many objects were read so far. */
  progress?: (done: number, system: SourceSystem) => void;
}

export interface DraftFile {
  text: string;
  draft: Draft;
  survey: Survey;
  /** Requests by system. */
  requests: Record<string, number>;
}

/** @throws CFG_… for the bindings, and what the systems answer */
export async function draftFile({ bindings, flow, progress, ...rest }: DraftFileOptions): Promise<DraftFile> {
  const rules = flows[flow];
  const bound = await readAllBindings(rules.system, bindings);
  const { sources, workspaces, meter } = await openSystems(bound);
  const told = progress && { progress: (done: number) => progress(done, rules.system) };
  const found = await survey({ sources, workspaces, rules, ...told });
  const [first, ...others] = bound.leanIx;
  const draft = draftConfig({
    ...rest,
    survey: found,
    rules,
    bindings: {
      sources: bound.sources.map(({ name }) => name),
      workspaces: [first.name, ...others.map(({ name }) => name)],
    },
  });
  const text = renderConfig(draft);
  checkText(text);
  const requests = Object.entries(meter.snapshot()).map(
    ([system, traffic]) => [system, traffic.requests] as const,
  );
  return { text, draft, survey: found, requests: Object.fromEntries(requests) };
}

function checkText(text: string): void {
  try {
    parseConfig('draft', text, () => undefined);
  } catch (cause) {
    throw new LandbridgeError('BUG_UNEXPECTED', { error: 'the drafted file has mistakes' }, { cause });
  }
}

/**
 * The flow to be drafted; where none is named, that of what is bound, the landscape first.
 * @throws CFG_FLOW_UNKNOWN
 */
export async function chooseFlow(given: string | undefined, bindings: string | undefined): Promise<FlowName> {
  const named = given === undefined ? undefined : flowOf(given);
  if (named !== undefined && named === given) return named;
  if (given !== undefined) {
    throw new LandbridgeError('CFG_FLOW_UNKNOWN', { flow: given, known: Object.keys(flows).join(', ') });
  }
  const find = await loadBoundServices(bindings);
  const isBound = (system: SourceSystem) => find((service) => kindOf(service) === system).length > 0;
  return !isBound('cloud-alm') && isBound('cloud-integration') ? 'iflows' : 'landscape';
}
