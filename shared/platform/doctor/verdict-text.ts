// What the set-up check comes to, in a sentence. Pure.
import type { DoctorJson, FindingJson } from './doctor-json.ts';

export function verdictText({ verdict, findings }: Pick<DoctorJson, 'verdict' | 'findings'>): string {
  const count = (severity: FindingJson['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  if (verdict === 'green') return 'Green: nothing stands in the way.';
  const warnings = `${count('warns')} ${count('warns') === 1 ? 'warning' : 'warnings'}`;
  if (verdict === 'warnings') return `${warnings}; Landbridge works.`;
  const stops = count('stops');
  const stopping = stops === 1 ? '1 finding stops work' : `${stops} findings stop work`;
  return count('warns') === 0 ? `${stopping}.` : `${stopping}, ${warnings}.`;
}
