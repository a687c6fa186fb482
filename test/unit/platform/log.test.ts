// What the functions write: one JSON object a line that says which run, step and item, and nothing secret.
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { LandbridgeError, toLandbridgeError } from '../../../shared/errors.ts';
import { rememberSecrets } from '../../../shared/platform/known-secrets.ts';
import { log, logError } from '../../../shared/platform/log.ts';

let written: MockInstance<typeof console.info>;
let failed: MockInstance<typeof console.error>;
beforeEach(() => {
  written = vi.spyOn(console, 'info').mockImplementation(() => undefined);
  failed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const only = (lines: MockInstance): Record<string, unknown> => {
  expect(lines).toHaveBeenCalledTimes(1);
  const text: string = lines.mock.calls[0]?.[0];
  expect(text).not.toContain('\n');
  return JSON.parse(text);
};

it('is one line of JSON with run, step and item', () => {
  log('info', 'item skipped', { run: 'r1', step: 'match', item: 'calm:acme:lms-1', reason: 'a\nb' });
  expect(only(written)).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    level: 'info',
    event: 'item skipped',
    run: 'r1',
    step: 'match',
    item: 'calm:acme:lms-1',
    reason: 'a\nb',
  });
});

it('strikes out what was bound as a secret, however deep it stood, and who is named', () => {
  rememberSecrets({ credentials: { uaa: { clientsecret: 'opaque-value-1', certificate: 'PEM-of-ours' } } });
  log('info', 'sent', { body: 'x opaque-value-1 y PEM-of-ours z', by: 'jane.doe@example.com', run: 'r1' });
  expect(only(written)).toMatchObject({ body: 'x *** y *** z', by: '[address]', run: 'r1' });
});

it('tells an error by its code, and what was not expected with where it was thrown', () => {
  logError('step failed', new LandbridgeError('NET_TIMEOUT', { system: 'leanix' }), { run: 'r1' });
  expect(only(failed)).toMatchObject({
    code: 'NET_TIMEOUT',
    run: 'r1',
    message: expect.stringMatching(/^NET_TIMEOUT: /),
  });
  failed.mockClear();
  logError('step failed', toLandbridgeError(new TypeError('client_secret=opaque')), {});
  const { stack, code } = only(failed);
  expect(code).toBe('BUG_UNEXPECTED');
  expect(stack).toMatch(/log\.test\.ts/);
  expect(stack).not.toContain('opaque');
});
