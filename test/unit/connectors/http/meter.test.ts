import { expect, it } from 'vitest';
import { createMeter } from '../../../../shared/connectors/http/meter.ts';

it('counts requests and bytes apart for each system', () => {
  const meter = createMeter();
  meter.countRequest('leanix');
  meter.countRequest('cloud-alm');
  meter.countRequest('leanix');
  meter.countBytes('leanix', 20);
  const before = meter.snapshot();
  meter.countBytes('leanix', 5);
  expect(before).toEqual({ leanix: { requests: 2, bytes: 20 }, 'cloud-alm': { requests: 1, bytes: 0 } });
  expect(meter.snapshot().leanix).toEqual({ requests: 2, bytes: 25 });
});
