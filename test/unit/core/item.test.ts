import { describe, expect, it } from 'vitest';
import { isOurExternalId, itemOf, keyPrefixOf } from '../../../shared/core/item.ts';
import { anObject } from '../../support/builders.ts';

describe('itemOf', () => {
  const item = itemOf('cloud-alm', 'acme', anObject());

  it('is keyed by system, tenant and native id', () => {
    expect(item.key).toBe('calm:acme:lms-1');
    expect(itemOf('cloud-alm', 'acme-test', anObject()).key).toBe('calm:acme-test:lms-1');
    expect(itemOf('cloud-integration', 'acme', anObject()).key).toBe('cpi:acme:lms-1');
    expect(item.key.startsWith(keyPrefixOf('cloud-alm', 'acme'))).toBe(true);
  });

  it('has a hash of its content, whichever id and tenant it has', () => {
    expect(itemOf('cloud-alm', 'other', anObject({ nativeId: 'lms-2' })).hash).toBe(item.hash);
    for (const spec of [{ name: 'x' }, { kind: 'TechnicalSystem' }, { attributes: { role: 'TEST' } }]) {
      expect(itemOf('cloud-alm', 'acme', anObject(spec)).hash).not.toBe(item.hash);
    }
  });

  it('tells objects without an id apart by their content', () => {
    const [first, second] = ['a', 'b'].map((name) =>
      itemOf('cloud-alm', 'acme', anObject({ nativeId: '', name })),
    );
    expect(first?.key).toMatch(/^calm:acme:\?[0-9a-f]{64}$/);
    expect(first?.key).not.toBe(second?.key);
  });
});

describe('isOurExternalId', () => {
  it.each(['calm:acme:1', 'cpi:acme:MyFlow'])('knows %s', (id) => {
    expect(isOurExternalId(id)).toBe(true);
  });

  it.each(['', 'CMDB-4711', 'calm', 'calmer:acme:1', 'x calm:acme:1'])(
    'does not take "%s" for its own',
    (id) => {
      expect(isOurExternalId(id)).toBe(false);
    },
  );
});
