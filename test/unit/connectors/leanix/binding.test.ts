import { describe, expect, it } from 'vitest';
import { parseLeanIxBinding } from '../../../../shared/connectors/leanix/binding.ts';

describe('parseLeanIxBinding', () => {
  it.each([
    'example.leanix.net',
    'https://example.leanix.net',
    'https://example.leanix.net/',
    'https://example.leanix.net/Workspace/dashboard',
    ' example.leanix.net/services ',
  ])('reads host %j', (host) => {
    expect(parseLeanIxBinding('leanix', { host, apiToken: ' LXT_x ' })).toEqual({
      name: 'leanix',
      origin: 'https://example.leanix.net',
      apiToken: 'LXT_x',
    });
  });

  it('reads a port, a host on this machine, and the token in small letters', () => {
    expect(parseLeanIxBinding('leanix', { host: 'example:8443', apitoken: 'x' }).origin).toBe(
      'https://example:8443',
    );
    expect(parseLeanIxBinding('leanix', { host: 'http://127.0.0.1:1', apitoken: 'x' }).origin).toBe(
      'http://127.0.0.1:1',
    );
  });

  it.each([
    { credentials: null, missing: 'host, apiToken' },
    { credentials: { host: 'example' }, missing: 'apiToken' },
    { credentials: { host: '', apiToken: 'x' }, missing: 'host' },
    { credentials: { host: 'a b', apiToken: 'x' }, missing: 'host' },
    { credentials: { host: 'example', secret: 'x' }, missing: 'apiToken' },
  ])('names what is missing: $missing', ({ credentials, missing }) => {
    expect(() => parseLeanIxBinding('leanix', credentials)).toThrow(
      expect.objectContaining({ code: 'CFG_BINDING_INCOMPLETE', facts: { binding: 'leanix', missing } }),
    );
  });

  it('refuses plain HTTP elsewhere', () => {
    expect(() => parseLeanIxBinding('leanix', { host: 'http://example.leanix.net', apiToken: 'x' })).toThrow(
      expect.objectContaining({
        code: 'CFG_PLAIN_HTTP',
        facts: { binding: 'leanix', host: 'example.leanix.net' },
      }),
    );
  });
});
