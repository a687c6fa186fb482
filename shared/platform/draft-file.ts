// From the bound services to the text of a first landbridge.yaml: reads the systems once, drafts, and makes sure
// that what it wrote is what the other verbs will read. It writes no file.
import { LandbridgeError } from '../errors.ts';
import { landscape } from '../flows/landscape.ts';
import { type Survey, survey } from '../steps/survey.ts';
import { readAllBindings } from './bindings.ts';
import { type Draft, type DraftInput, draftConfig } from './config/draft-config.ts';
import { parseConfig } from './config/parse-config.ts';
import { renderConfig } from './config/render-config.ts';
import { openSystems } from './open-systems.ts';

interface DraftFileOptions extends Pick<DraftInput, 'command' | 'schema'> {
  /** File with bindings that take the place of the environment's. */
  bindings?: string | undefined;
  /** Told how many objects were read so far. */
  progress?: (done: number) => void;
}

export interface DraftFile {
  text: string;
  draft: Draft;
  survey: Survey;
  /** Requests by system. */
  requests: Record<string, number>;
}

/** @throws CFG_… for the bindings, and what the systems answer */
export async function draftFile({ bindings, progress, ...rest }: DraftFileOptions): Promise<DraftFile> {
  const bound = await readAllBindings(landscape.system, bindings);
  const { sources, workspaces, meter } = await openSystems(bound);
  const found = await survey({ sources, workspaces, rules: landscape, ...(progress && { progress }) });
  const [first, ...others] = bound.leanIx;
  const draft = draftConfig({
    ...rest,
    survey: found,
    rules: landscape,
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
