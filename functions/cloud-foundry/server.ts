// The program of the application on Cloud Foundry; SIGTERM ends it when what is in hand was handed on.
import { toLandbridgeError } from '../../shared/errors.ts';
import { endInTime } from '../../shared/platform/cloud-foundry/end-in-time.ts';
import { serveCloudFoundry } from '../../shared/platform/cloud-foundry/serve.ts';
import { doctorRoute } from '../../shared/platform/doctor/doctor-route.ts';
import { inboxRoutes } from '../../shared/platform/http/inbox-routes.ts';
import { beginRoute, lookRoutes } from '../../shared/platform/http/run-routes.ts';
import { logError } from '../../shared/platform/log.ts';

// What nobody caught leaves the process in a state nobody knows; another instance goes on.
process.once('uncaughtException', (thrown) => {
  logError('application broke off', toLandbridgeError(thrown));
  process.exit(1);
});

try {
  const serving = await serveCloudFoundry([beginRoute, ...lookRoutes, doctorRoute, ...inboxRoutes]);
  process.once('SIGTERM', async () => process.exit(await endInTime(serving.stop)));
} catch (thrown) {
  logError('application not started', toLandbridgeError(thrown));
  process.exit(1);
}
