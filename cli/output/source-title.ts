// What people call the system that a flow reads.
import type { SourceSystem } from '../../shared/core/model.ts';
import type { RunJson } from './run-json.ts';

export const sourceTitles = {
  'cloud-alm': 'Cloud ALM',
  'cloud-integration': 'Cloud Integration',
} as const satisfies Record<SourceSystem, string>;

export function sourceTitle({ requests }: Pick<RunJson, 'requests'>): string {
  return sourceTitles['cloud-integration' in requests ? 'cloud-integration' : 'cloud-alm'];
}
