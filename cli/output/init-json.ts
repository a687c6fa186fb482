// The one JSON object of `init`: what was found and what was drafted from it. Names from outside are told as in
// the file: without secrets and addresses.
import type { Problem } from '../../shared/core/report.ts';
import { describeError, type LandbridgeError } from '../../shared/errors.ts';
import { tellable } from '../../shared/platform/config/outside-text.ts';
import type { DraftFile } from '../../shared/platform/draft-file.ts';

export interface InitJson {
  file: string;
  flow: string;
  /** `connection` is null where the name of the bound service cannot stand in the file. */
  sources: { connection: string | null; tenant: string; objects: number; selected: number }[];
  /** The first is the one that the flow writes to. */
  workspaces: { connection: string | null; id: string; name: string }[];
  target: { type: string; subtype: string; problem: Problem | null };
  tag: { name: string; state: 'present' | 'absent' | 'unreadable' };
  /** Objects that are not selected, by reason. */
  skipped: Record<string, number>;
  requests: Record<string, number>;
  warnings: readonly string[];
  /** What to call next. */
  next: string;
}

export function initJson(
  { file, flow, next }: Pick<InitJson, 'file' | 'flow' | 'next'>,
  { draft, survey, requests }: DraftFile,
): InitJson {
  const { target = {}, tag = '' } = draft.config.flows?.[flow] ?? {};
  const { problem } = survey.target;
  return {
    file,
    flow,
    sources: survey.sources.map(({ tenant, objects, selected }, index) => {
      const connection = draft.connections.sources[index] ?? null;
      return { connection, tenant: tellable(tenant), objects, selected };
    }),
    workspaces: survey.workspaces.map(({ id, name }, index) => {
      const connection = draft.connections.workspaces[index] ?? null;
      return { connection, id: tellable(id), name: tellable(name) };
    }),
    target: {
      type: target.type ?? '',
      subtype: target.subtype ?? '',
      problem: problem === undefined ? null : { code: problem.code, message: describeError(problem) },
    },
    tag: { name: tag, state: survey.tag },
    skipped: survey.skipped,
    requests,
    warnings: draft.warnings,
    next,
  };
}

export function initErrorJson(file: string, error: LandbridgeError) {
  const problem: Problem = { code: error.code, message: describeError(error) };
  return { file, error: problem, sources: [], workspaces: [] };
}
