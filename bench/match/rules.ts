// By which rules the bench matches: those of the flow as it is delivered, and the same where names are all there is.
import type { FlowRules } from '../../shared/core/rules.ts';
import { landscape } from '../../shared/flows/landscape.ts';

export const systemRules: FlowRules = landscape;
export const nameRules: FlowRules = { ...landscape, evidence: () => ({ ids: [] }) };
