import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configureRules } from '../../../shared/core/configure-rules.ts';
import { skipReasons } from '../../../shared/core/report-reasons.ts';
import { defaultSettings, type FlowSettings } from '../../../shared/core/settings.ts';
import { landscape } from '../../../shared/flows/landscape.ts';
import { anySettings } from '../../support/any-settings.ts';
import { anyObjects, anyRows, startWorld } from '../../support/arbitraries.ts';
import { anItem } from '../../support/builders.ts';

const configure = (settings: Partial<FlowSettings>) =>
  configureRules(landscape, { ...defaultSettings, ...settings });
const fieldsOf = (settings: Partial<FlowSettings>, item = anItem()) =>
  Object.fromEntries(
    configure(settings)
      .fields(item)
      .map(({ key, value }) => [key, value]),
  );

describe('rules without settings', () => {
  it('are those of the flow, under another version', () => {
    const settled = configure({});
    const { skip, names, fields, relations, companions, documents, subscriptions, version, ...plain } =
      settled;
    expect(version).not.toBe(landscape.version);
    expect(landscape).toMatchObject(plain);
    fc.assert(
      fc.property(anyObjects, anyRows, (objects, rows) => {
        for (const item of startWorld(objects, rows).items) {
          expect(skip(item)).toBe(landscape.skip(item));
          expect(names(item)).toEqual(landscape.names(item));
          expect(fields(item)).toEqual(landscape.fields(item));
        }
      }),
    );
  });
});

describe('include and exclude', () => {
  const test = anItem({ attributes: { role: 'TEST' } });

  it('take the place of the choice of the flow', () => {
    expect(landscape.skip(test)).toBe('ROLE_NOT_PRODUCTIVE');
    const { skip } = configure({ include: [{ role: ['test'] }] });
    expect([skip(test), skip(anItem())]).toEqual([undefined, 'NOT_INCLUDED']);
  });

  it('leave the choice of the flow as it is where nothing is included', () => {
    const { skip } = configure({ exclude: [{ name: ['x*'] }] });
    expect([skip(anItem()), skip(test), skip(anItem({ name: 'X1' }))]).toEqual([
      undefined,
      'ROLE_NOT_PRODUCTIVE',
      'EXCLUDED',
    ]);
  });

  it('want nothing of what cannot be written', () => {
    const { skip } = configure({ include: [{}] });
    expect([skip(anItem({ nativeId: '' })), skip(anItem({ name: ' ' }))]).toEqual(['NO_ID', 'NO_NAME']);
  });

  it('have words for each of their reasons', () => {
    for (const reason of ['NOT_INCLUDED', 'EXCLUDED', 'INBOX', 'IGNORED']) {
      expect(skipReasons[reason]).toMatch(/./);
    }
  });
});

describe('naming', () => {
  const both = ['{serviceType}: {name}', '{name} / {role}'];

  it('gives what the item has the fields for, in order of preference', () => {
    const { names } = configure({ naming: both });
    expect(names(anItem({ attributes: { serviceType: 'S4' } }))).toEqual(['S4: my400123', 'my400123/PROD']);
    expect(names(anItem())).toEqual(['my400123/PROD']);
  });

  it.each([
    ['the item lacks the fields', ['{systemNumber}']],
    ['nothing is left of it', [' ', '{empty}']],
  ])('leaves the name to the flow where %s', (_, naming) => {
    const item = anItem({ attributes: { empty: ' ' } });
    expect(configure({ naming }).names(item)).toEqual(landscape.names(item));
  });

  it('names nothing twice', () => {
    expect(configure({ naming: ['{name}', ' {name} '] }).names(anItem())).toEqual(['my400123']);
  });
});

describe('mapping', () => {
  it('stands in place of the flow’s own field and besides it', () => {
    const mapped = fieldsOf({ mapping: { alias: '{role}', productId: '{name}' } });
    expect(mapped).toEqual({
      alias: 'PROD',
      productId: 'my400123',
      description: expect.stringContaining('SAP S/4HANA Cloud'),
    });
  });

  it('says why, and that the source owns the field', () => {
    const [field] = configure({ mapping: { alias: '{role}' } })
      .fields(anItem())
      .filter(({ key }) => key === 'alias');
    expect(field).toEqual({
      key: 'alias',
      value: 'PROD',
      owner: 'source-owned',
      why: 'mapping alias: {role}',
    });
  });

  it('fills in links, and no others', () => {
    const settings = {
      links: { calm: 'https://calm.example' },
      naming: ['{links.calm}'],
      mapping: { alias: '{links.calm}/{name}', productId: { template: '{links.calm}' } },
    };
    expect(fieldsOf(settings)).toMatchObject({
      alias: 'https://calm.example/my400123',
      productId: 'https://calm.example',
    });
    expect(configure(settings).names(anItem())).toEqual(['https://calm.example']);
  });

  it('leaves out a field of an empty template, for every item', () => {
    expect(fieldsOf({ mapping: { alias: '' } })).not.toHaveProperty('alias');
    expect(configure({ mapping: { alias: '', productId: '' } }).fieldKeys).toEqual([
      'description',
      'lxHostingType',
    ]);
  });

  it('leaves out a field where the item lacks what the template names', () => {
    const settings = { mapping: { alias: '{systemNumber}' } };
    expect(fieldsOf(settings)).not.toHaveProperty('alias');
    expect(fieldsOf(settings, anItem({ attributes: { systemNumber: '01' } }))).toMatchObject({ alias: '01' });
  });
});

describe('the version of the rules', () => {
  it('is the same for the same settings and another for others', () => {
    fc.assert(
      fc.property(anySettings, anySettings, (one, other) => {
        const again = structuredClone(one);
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        const version = configureRules(landscape, one).version;
        expect(configureRules(landscape, again).version).toBe(version);
        expect(configureRules(landscape, other).version === version).toBe(isSame);
      }),
    );
  });

  it('changes with each single setting', () => {
    const changes: Partial<FlowSettings>[] = [
      {},
      { include: [] },
      { include: [{ kind: ['A'] }] },
      { exclude: [{ kind: ['A'] }] },
      { targetType: 'ITComponent' },
      { subtype: 'saas' },
      { naming: ['{name}'] },
      { mapping: { alias: '' } },
      { tag: 'Mine' },
      { removal: { ...defaultSettings.removal, limitPercent: 6 } },
      { removal: { ...defaultSettings.removal, action: 'archive' } },
      { guards: { ...defaultSettings.guards, maxChanges: 5 } },
      { policy: { ...defaultSettings.policy, create: 'inbox' } },
    ];
    const versions = changes.map((change) => configure(change).version);
    expect(new Set([landscape.version, ...versions]).size).toBe(changes.length + 1);
  });

  it('changes with the rules of the flow', () => {
    const later = configureRules({ ...landscape, version: '2' }, defaultSettings);
    expect(later.version).not.toBe(configure({}).version);
  });
});
