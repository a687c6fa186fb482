// Ends the application before Cloud Foundry kills it: what did not stop by then (a database that is away) is left, as
// if the process had died.
import { toLandbridgeError } from '../../errors.ts';
import { systemClock } from '../clock.ts';
import { log, logError } from '../log.ts';

/** Below the ten seconds that Cloud Foundry waits, above what the queue is given to hand on. */
const latestMs = 9_500;

/** @returns the exit code: 0 when it stopped by itself. */
export async function endInTime(stop: () => Promise<void>): Promise<number> {
  const stopping = stop().then(
    () => 0,
    (thrown: unknown) => {
      logError('application not stopped', toLandbridgeError(thrown));
      return 1;
    },
  );
  const late = systemClock.sleep(latestMs).then(() => {
    log('warn', 'application stops too late');
    return 1;
  });
  return Promise.race([stopping, late]);
}
