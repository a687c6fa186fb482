// The SAP Job Scheduling service that is bound, where there is one.
import { createMeter } from '../connectors/http/meter.ts';
import { parseJobSchedulingBinding } from '../connectors/job-scheduling/binding.ts';
import {
  connectJobScheduling,
  type JobScheduling,
} from '../connectors/job-scheduling/connect-job-scheduling.ts';
import { LandbridgeError } from '../errors.ts';
import { type BoundService, loadBoundServices } from './bound-services.ts';
import { systemClock } from './clock.ts';
import { randomFraction } from './random.ts';

export function isJobScheduling({ label, tags }: BoundService): boolean {
  return label === 'jobscheduler' || tags?.includes('jobscheduler') === true;
}

/**
 * @param bindings file that takes the place of the environment's bindings
 * @returns undefined where none is bound
 * @throws CFG_BINDING_AMBIGUOUS, CFG_BINDING_INCOMPLETE, CFG_BINDINGS_UNREADABLE
 */
export async function openJobScheduling(bindings?: string): Promise<JobScheduling | undefined> {
  const found = (await loadBoundServices(bindings))(isJobScheduling);
  const [service, ...more] = found;
  if (more.length > 0) {
    const names = found.map(({ name }) => name).join(', ');
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: 'SAP Job Scheduling', bindings: names });
  }
  if (service === undefined) return undefined;
  const surroundings = { now: systemClock.now, sleep: systemClock.sleep, random: randomFraction };
  const binding = parseJobSchedulingBinding(service.name, service.credentials);
  return connectJobScheduling(binding, { surroundings, meter: createMeter() });
}
