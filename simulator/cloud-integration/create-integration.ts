// One simulated Cloud Integration tenant with its token service, ready to be routed to and to pass nights.
import { Hono } from 'hono';
import type { SimulatorClock } from '../clock.ts';
import type { Credentials } from '../credentials.ts';
import { type IntegrationNight, passIntegrationNight } from '../generate/iflow-night.ts';
import { generateTenant } from '../generate/iflows.ts';
import { createRandom } from '../generate/random.ts';
import type { Workspace } from '../leanix/workspace.ts';
import { createTokenIssuer } from '../tokens.ts';
import { createContentApi } from './content-api.ts';
import type { IntegrationTenant } from './tenant.ts';
import { createIntegrationXsuaa } from './xsuaa.ts';

export interface IntegrationOptions {
  flows: number;
  packages: number | undefined;
  seed: number;
  /** Some flows share names with what it holds. */
  workspace: Workspace;
  credentials: Credentials;
  clock: SimulatorClock;
  origin: () => string;
  isEmptied: () => boolean;
  onIssued: (token: string) => void;
}

export interface Integration {
  tenant: IntegrationTenant;
  routes: Hono;
  passNight(options: { number: number; change: number }): IntegrationNight;
}

export function createIntegration(options: IntegrationOptions): Integration {
  const { flows, packages, seed, workspace, credentials, clock, origin, isEmptied, onIssued } = options;
  const names = (type: string) =>
    [...workspace.list(type)].filter(({ status }) => status === 'ACTIVE').map(({ name }) => name);
  const tenant = generateTenant({
    flows,
    packages,
    interfaces: names('Interface'),
    applications: names('Application'),
    random: createRandom(seed, 'iflows'),
  });
  const issuer = createTokenIssuer(`${credentials.signingKey} integration`, clock);
  const routes = new Hono();
  routes.route('/uaa-it', createIntegrationXsuaa({ credentials: credentials.integration, issuer, onIssued }));
  routes.route('/api/v1', createContentApi({ tenant, issuer, clock, origin, isEmptied }));
  return {
    tenant,
    routes,
    passNight: (night) =>
      passIntegrationNight(tenant, {
        ...night,
        random: createRandom(seed, `iflow night ${night.number}`),
        nowMs: clock.now(),
      }),
  };
}
