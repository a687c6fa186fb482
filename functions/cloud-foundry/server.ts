// The program of the application on Cloud Foundry; SIGTERM ends it when what is in hand was handed on.
import { toLandbridgeError } from '../../shared/errors.ts';
import { serveCloudFoundry } from '../../shared/platform/cloud-foundry/serve.ts';
import { doctorRoute } from '../../shared/platform/doctor/doctor-route.ts';
import { logError } from '../../shared/platform/log.ts';

try {
  const serving = await serveCloudFoundry([doctorRoute]);
  process.once('SIGTERM', () => void serving.stop().finally(() => process.exit(0)));
} catch (thrown) {
  logError('application not started', toLandbridgeError(thrown));
  process.exit(1);
}
