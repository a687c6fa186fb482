// Which proposals are meant: by kind, match state, reason, score and whatever the object says of itself.
import { fitsGlob, isSelected } from '../select.ts';
import type { Selection } from '../settings.ts';
import type { Proposal, ProposalKind } from './proposal.ts';

export interface ProposalFilter {
  kind?: ProposalKind;
  state?: Proposal['state'];
  /** A code of report-reasons.ts. */
  reason?: string;
  /** Of the best candidate. */
  minScore?: number;
  /** Glob over the name of the object. */
  name?: string;
  /** Globs over its other fields. */
  where?: Selection;
}

export function isWanted(proposal: Proposal, filter: ProposalFilter): boolean {
  const { kind, state, reason, minScore, name, where } = filter;
  if (kind !== undefined && proposal.kind !== kind) return false;
  if (state !== undefined && proposal.state !== state) return false;
  if (reason !== undefined && proposal.reason !== reason) return false;
  if (minScore !== undefined && !((proposal.candidates[0]?.score ?? 0) >= minScore)) return false;
  if (name !== undefined && !fitsGlob(proposal.name, name)) return false;
  if (where === undefined || Object.keys(where).length === 0) return true;
  const { source } = proposal;
  return source !== undefined && isSelected({ name: proposal.name, ...source }, [where]);
}
