import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate } from '../../../shared/core/template.ts';
import { anItem, tenant } from '../../support/builders.ts';

const item = anItem({ name: 'my400123', attributes: { note: '{role} $& $1', serviceType: 'S4HANA' } });

describe('a template', () => {
  it.each([
    ['{serviceTypeLabel} ({name})', 'SAP S/4HANA Cloud (my400123)'],
    ['{name}{name}', 'my400123my400123'],
    ['{id}@{tenant}: {kind}', `lms-1@${tenant}: CloudService`],
    ['no field', 'no field'],
    ['', ''],
    ['{ name } {} {na-me}', '{ name } {} {na-me}'],
    ['{{name}}', '{my400123}'],
  ])('%j gives %j', (template, text) => {
    expect(fillTemplate(template, item)).toBe(text);
  });

  it('takes a value as it is, and fills nothing into it', () => {
    expect(fillTemplate('{note}', item)).toBe('{role} $& $1');
  });

  it.each(['{systemNumber}', '{name} {systemNumber}', '{Name}', '{constructor}', '{__proto__}'])(
    'gives nothing where the item lacks a field: %s',
    (template) => {
      expect(fillTemplate(template, item)).toBeUndefined();
    },
  );

  it('gives a text with all of its fields in it, or none', () => {
    const field = fc.constantFrom('name', 'role', 'serviceType', 'systemNumber', 'deploymentModel');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('', ' ', '-', '('), field)), (parts) => {
        const template = parts.map(([text, name]) => `${text}{${name}}`).join('');
        const known: Record<string, string> = { name: 'my400123', role: 'PROD', serviceType: 'S4HANA' };
        const isComplete = parts.every(([, name]) => name in known);
        const text = parts.map(([before, name]) => `${before}${known[name]}`).join('');
        expect(fillTemplate(template, item)).toBe(isComplete ? text : undefined);
      }),
    );
  });
});
