// GET of status events, analytics and metrics (cloud-alm-api 2.2, 2.13, 2.14), as far as a client needs them to see
// whether its key may read them.
import { Hono } from 'hono';
import type { TokenIssuer } from '../tokens.ts';
import { readCount, refuseCaller } from './guard.ts';

const providers = [
  ...['hm', 'rum', 'jam', 'bsm', 'sum', 'exm', 'cpi', 'concur', 'sf', 'aif', 'aribacig', 'aribanet'],
  ...['aribaproc', 'aribasrc', 'c4c', 'ws', 'fg', 'mdi', 'mobsrv', 'idoc'],
];
/** Providers that have a read scope of their own (systems-and-peers 6.1). */
const scopedProviders = ['hm', 'jam', 'exm'];

const analyticsProviders = [
  'DP_PROJECTS',
  'DP_TASKS',
  'DP_TESTS',
  'DP_DEFECTS',
  'DP_REQUIREMENTS',
  'HM_ANALYTICS_DP',
];

export function createMonitoringApis(issuer: TokenIssuer): Hono {
  const app = new Hono();

  app.get('/bsm-service/v1/events', (c) => {
    const refusal = refuseCaller(c, issuer, ['calm-api.bsm.read']);
    if (refusal !== undefined) return refusal;
    const limit = readCount(c.req.query('limit'), events.length);
    const offset = readCount(c.req.query('offset'), 0);
    if (limit === undefined || offset === undefined)
      return c.json({ message: 'limit and offset must be whole numbers' }, 400);
    return c.json(events.slice(offset, offset + limit));
  });

  // Which of the two analytics scopes opens what is not published: assumption, the list of providers one, data the
  // other; the answer of the list is an assumption too (Q-N1).
  app.get('/calm-analytics/v1/analytics/providers', (c) => {
    const refusal = refuseCaller(c, issuer, ['calm-api.analytics.providers.read']);
    return (
      refusal ?? c.json(analyticsProviders.map((providerName) => ({ providerName, providerVersion: 'v1' })))
    );
  });

  app.get('/calm-analytics/v1/odata/v4/analytics/Projects', (c) => {
    const refusal = refuseCaller(c, issuer, ['calm-api.analytics.read'], 'O');
    return refusal ?? c.json({ value: [] });
  });

  app.get('/calm-metrics/v1/metrics', (c) => {
    const provider = c.req.query('provider') ?? '';
    const own = scopedProviders.includes(provider) ? [`calm-api.${provider}.read`] : [];
    const refusal = refuseCaller(c, issuer, ['calm-api.metrics.read', ...own]);
    if (refusal !== undefined) return refusal;
    // assumption: as the logs beside it do.
    if (!providers.includes(provider)) return c.json({ message: 'Unknown filter: provider' }, 400);
    if (c.req.query('format') !== 'protobuf-json') {
      return c.body(new Uint8Array(0), 200, { 'Content-Type': 'application/x-protobuf' });
    }
    return c.json({ resourceMetrics: [] });
  });

  return app;
}

const events = [
  {
    eventId: 'e0000000-0000-4000-8000-000000000001',
    type: 'CloudService',
    serviceType: 'SAP_S4HANA',
    serviceName: 'my400123',
    systemNumber: '000000000800123456',
    eventType: 'Maintenance',
    eventStatus: 'Planned',
    eventName: 'Planned maintenance',
    eventStartTime: '2026-05-04T20:00:00Z',
    eventEndTime: '2026-05-05T00:00:00Z',
  },
];
