// Lifecycles travel through plan and links as text, so that they compare like any other field:
// `phase=date` in the order of LeanIX, joined by blanks.
import type { LifecyclePhase } from '../model.ts';

export function formatLifecycle(phases: readonly LifecyclePhase[]): string {
  return phases.map(({ phase, startDate }) => `${phase}=${startDate}`).join(' ');
}

export function parseLifecycle(text: string): LifecyclePhase[] {
  if (text === '') return [];
  return text.split(' ').map((part) => {
    const [phase = '', startDate = ''] = part.split('=');
    return { phase, startDate };
  });
}
