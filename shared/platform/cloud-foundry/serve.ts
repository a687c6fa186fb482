// The application on Cloud Foundry: answers by HTTP, works the queue, attends to the calls of the job scheduler. Any
// number of instances may run; each may be killed at any moment, and is told by SIGTERM ten seconds before it is.
import { errorCodes } from '../../error-codes.ts';
import { toLandbridgeError } from '../../errors.ts';
import { loadBoundServices } from '../bound-services.ts';
import { systemClock } from '../clock.ts';
import { listeningPort, stateFile } from '../environment.ts';
import { findExpiringCertificates } from '../expiring-certificates.ts';
import type { Route } from '../http/route.ts';
import { serveNode } from '../http/serve-node.ts';
import { log, logError } from '../log.ts';
import { bindingOf } from '../open-store.ts';
import { askToStop } from '../stopping.ts';
import { closeContexts } from '../warm-context.ts';
import { workLogged } from '../work-logged.ts';
import { startAttendant } from './attend-calls.ts';
import { buryMessage } from './bury-message.ts';
import { openBoundQueue } from './open-bound-queue.ts';
import { cloudFoundryRoutes } from './routes.ts';

/** Of the ten seconds that Cloud Foundry gives ("App Container Lifecycle": SIGTERM, then SIGKILL). */
const graceMs = 8_000;
const certificatesEveryMs = 12 * 60 * 60 * 1000;

export interface Serving {
  port: number;
  /** Hands on what is in hand; answers what was asked. */
  stop(): Promise<void>;
}

/** @param routes what is answered on every platform */
export async function serveCloudFoundry(routes: readonly Route[]): Promise<Serving> {
  await warnOfCertificates();
  const stopWarning = systemClock.every(certificatesEveryMs, () => void warnOfCertificates());
  const queue = await openBoundQueue(bindingOf(stateFile()) ?? '');
  const attendant = await startAttendant();
  const own = cloudFoundryRoutes(attendant.wake);
  const listening = await serveNode([...own, ...routes], { port: listeningPort() });
  await queue.start({
    work: async (message) => {
      await workLogged(message);
      // What ended may be waited for.
      if (message.step === 'report') attendant.wake();
    },
    bury: buryMessage,
  });
  log('info', 'application started', { port: listening.port });
  return {
    port: listening.port,
    async stop() {
      log('info', 'application stops');
      askToStop();
      stopWarning();
      await Promise.all([listening.close(), attendant.stop(), queue.close(graceMs)]);
      await closeContexts();
      log('info', 'application stopped');
    },
  };
}

async function warnOfCertificates(): Promise<void> {
  try {
    const find = await loadBoundServices();
    for (const certificate of findExpiringCertificates(
      find(() => true),
      systemClock.now(),
    )) {
      log('warn', 'certificate of a binding expires', {
        ...certificate,
        cure: errorCodes[certificate.code].cure,
      });
    }
  } catch (thrown) {
    logError('bindings not read', toLandbridgeError(thrown));
  }
}
