import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../shared/core/settings.ts';
import { flowSettings } from '../../../../shared/platform/config/flow-settings.ts';
import { landscapeFlow, parse } from '../../../support/config-file.ts';

const settingsOf = (...lines: readonly string[]) =>
  flowSettings(parse(landscapeFlow(...lines)).flows?.landscape ?? {});

describe('the settings of a flow', () => {
  it('are the defaults where the file says nothing', () => {
    expect(flowSettings({})).toEqual(defaultSettings);
    expect(settingsOf('guards: {}', 'policy: {}', 'target: {}', 'removal: {}', 'mapping: {}')).toEqual(
      defaultSettings,
    );
  });

  it('take one text as a list of one', () => {
    expect(settingsOf('naming: "{name}"', 'include: [{kind: A, role: [B, C]}]')).toMatchObject({
      naming: ['{name}'],
      include: [{ kind: ['A'], role: ['B', 'C'] }],
    });
  });

  it('keep the defaults beside what the file says', () => {
    expect(settingsOf('guards: {maxChanges: 9}', 'policy: {create: inbox}')).toEqual({
      ...defaultSettings,
      guards: { ...defaultSettings.guards, maxChanges: 9 },
      policy: { ...defaultSettings.policy, create: 'inbox' },
    });
  });

  it('are all that the file says', () => {
    expect(
      settingsOf(
        'exclude: [{name: "*x"}]',
        'target: {type: ITComponent, subtype: saas}',
        'mapping: {alias: "", description: "{name}"}',
        'tag: Mine',
        'removal: {action: archive, limitPercent: 0}',
        'guards: {firstRun: stop, partialPull: stop, shrinkPercent: 100}',
      ),
    ).toEqual({
      ...defaultSettings,
      exclude: [{ name: ['*x'] }],
      targetType: 'ITComponent',
      subtype: 'saas',
      mapping: { alias: '', description: '{name}' },
      tag: 'Mine',
      removal: { action: 'archive', limitPercent: 0 },
      guards: { firstRun: 'stop', partialPull: 'stop', shrinkPercent: 100 },
    });
  });

  it('say of each field, tag and phase what is given', () => {
    expect(
      settingsOf(
        'links: {calm: "https://calm.example"}',
        'target: {state: DRAFT}',
        'mapping:',
        '  a: {value: [x, y]}',
        '  b: {template: "{name}", owner: first-write-only}',
        '  c: {block: "{name}"}',
        '  d: {from: role, values: {PROD: x, "T*": [y]}, else: z, owner: human-owned}',
        'tags: [SAP, {from: role, values: {PROD: SAP}}]',
        'lifecycle: {active: "2024-01-01"}',
      ),
    ).toEqual({
      ...defaultSettings,
      links: { calm: 'https://calm.example' },
      state: 'DRAFT',
      mapping: {
        a: { value: ['x', 'y'] },
        b: { template: '{name}', owner: 'first-write-only' },
        c: { block: '{name}' },
        d: { from: 'role', values: { PROD: 'x', 'T*': ['y'] }, else: 'z', owner: 'human-owned' },
      },
      tags: ['SAP', { from: 'role', values: { PROD: 'SAP' } }],
      lifecycle: { active: '2024-01-01' },
    });
  });
});
