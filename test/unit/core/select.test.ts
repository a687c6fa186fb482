import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldOf, isSelected } from '../../../shared/core/select.ts';
import { anItem, tenant } from '../../support/builders.ts';

const isNamed = (name: string, glob: string) => isSelected(anItem({ name }), [{ name: [glob] }]);

describe('a glob', () => {
  it.each([
    ['my400123', 'my400123'],
    ['my400123', 'MY400*'],
    ['MY400123', 'my*23'],
    ['my400123', '*'],
    ['', '*'],
    ['my400123', 'my40012?'],
    ['my400123', '????????'],
    ['my400123', '*0*1*3'],
    ['PRD (001)', 'prd (001)'],
    ['a.b', 'a.b'],
    ['a+b|c', 'a+b|c'],
    ['[x]{2}^$\\', '[x]{2}^$\\'],
    ['a/b-c#d', 'a/b-c#d'],
    ['first\nsecond', 'first*'],
    ['Größe 😀!', 'größe ?!'],
  ])('fits %j: %j', (name, glob) => {
    expect(isNamed(name, glob)).toBe(true);
  });

  it.each([
    ['my400123', 'my400'],
    ['my400123', '400*'],
    ['my400123', 'my40012??'],
    ['my400123', '?'],
    ['acb', 'a.b'],
    ['aab', 'a+b'],
    ['b', 'a|b'],
    ['x', '[x]'],
    ['', '?'],
  ])('does not fit %j: %j', (name, glob) => {
    expect(isNamed(name, glob)).toBe(false);
  });

  it('fits itself, whatever it holds, and also in other letters', () => {
    const plain = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(plain, (text) => {
        expect(isNamed(text, text)).toBe(true);
        expect(isNamed(text, `*${text}*`)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.+()[\]|-]*$/), (text) => {
        expect(isNamed(text.toUpperCase(), text)).toBe(true);
      }),
    );
  });

  it('without * and ? fits nothing but itself', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ab.+()[]|^$\\{}-') });
    fc.assert(
      fc.property(letters, letters, (name, glob) => {
        expect(isNamed(name, glob)).toBe(name === glob);
      }),
    );
  });
});

describe('a selection', () => {
  const item = anItem({ kind: 'CloudService', attributes: { role: 'PROD' } });

  it('fits when each of its fields fits one of its globs', () => {
    expect(isSelected(item, [{ kind: ['Technical*', 'cloud*'], role: ['prod'] }])).toBe(true);
    expect(isSelected(item, [{ kind: ['cloud*'], role: ['test'] }])).toBe(false);
  });

  it('is enough, where there are several', () => {
    expect(isSelected(item, [{ role: ['test'] }, { role: ['prod'] }])).toBe(true);
    expect(isSelected(item, [])).toBe(false);
  });

  it('without fields fits everything', () => {
    expect(isSelected(item, [{}])).toBe(true);
  });

  it.each(['systemNumber', 'constructor', 'toString', '__proto__', 'lmsId', 'key'])(
    'fits nothing by a field that the item lacks: %s',
    (field) => {
      expect(isSelected(item, [Object.fromEntries([[field, ['*']]])])).toBe(false);
    },
  );
});

describe('the fields of an item', () => {
  it('are what every item has, and the attributes', () => {
    const item = anItem({ nativeId: 'lms-9', name: 'PRD', kind: 'TechnicalSystem' });
    const fields = ['name', 'kind', 'id', 'tenant', 'role', 'systemNumber'];
    expect(fields.map((field) => fieldOf(item, field))).toEqual([
      'PRD',
      'TechnicalSystem',
      'lms-9',
      tenant,
      'PROD',
      undefined,
    ]);
  });
});
