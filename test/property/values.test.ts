// Laws of the small values everything else compares by: names, instants, lifecycles, content hashes, patches.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInstants } from '../../shared/core/instant.ts';
import { itemOf } from '../../shared/core/item.ts';
import { changeField } from '../../shared/core/map/field-change.ts';
import { formatLifecycle, parseLifecycle } from '../../shared/core/plan/lifecycle.ts';
import { normalName, tidyName } from '../../shared/core/text.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { anObject } from '../support/builders.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('a', 'É', 'ß', 'Σ', 'が', 'か', 'İ', ' ', '/', '-', '.', '\u0301', '\u00a0'),
  }),
);

describe('normalName', () => {
  it('of a normal name is the name itself', () => {
    fc.assert(fc.property(anyText, (text) => normalName(normalName(text)) === normalName(text)));
  });

  it('does not see how letters are composed, nor blanks around and between', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(normalName(text.normalize('NFD'))).toBe(normalName(text.normalize('NFC')));
        expect(normalName(`  ${text}\n`)).toBe(normalName(text));
      }),
    );
  });

  it('is empty for blanks alone', () => {
    fc.assert(fc.property(anyText, (text) => (normalName(text) === '') === (text.trim() === '')));
  });
});

describe('tidyName', () => {
  it('leaves no separator of levels, no double blank, none at the ends, and what is tidy alone', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tidy = tidyName(text);
        expect(tidy).not.toMatch(/ \/ |\s\s|^\s|\s$/);
        expect(tidyName(tidy)).toBe(tidy);
      }),
    );
  });
});

describe('names of the landscape', () => {
  it('are never empty, have no separator of levels and differ from each other', () => {
    const anyAttributes = fc.dictionary(
      fc.constantFrom('serviceTypeLabel', 'serviceType', 'systemNumber'),
      anyText,
    );
    fc.assert(
      fc.property(anyText, anyAttributes, (name, attributes) => {
        const item = itemOf('cloud-alm', 'acme', {
          ...anObject({ name }),
          attributes: { role: 'PROD', ...attributes },
        });
        if (landscape.skip(item) !== undefined) return;
        const names = landscape.names(item);
        expect(names.length).toBeGreaterThan(0);
        for (const each of names) {
          expect(each.trim()).not.toBe('');
          expect(each).not.toContain(' / ');
        }
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe('compareInstants', () => {
  // digits of a second's fraction as LeanIX sends them: none, or up to nine
  const anyInstant = fc
    .record({
      second: fc.integer({ min: 0, max: 4_000_000_000 }),
      fraction: fc.stringMatching(/^\d{0,9}$/),
    })
    .map(({ second, fraction }) => ({
      text: `${new Date(second * 1000).toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`,
      nanoseconds: BigInt(second) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0')),
    }));

  it('orders as the nanoseconds do', () => {
    const near = fc.tuple(anyInstant, anyInstant, fc.boolean()).map(([left, right, same]) => {
      if (!same) return [left, right] as const;
      const text = `${left.text.slice(0, 19)}${right.text.slice(19)}`;
      const rest = right.nanoseconds % 1_000_000_000n;
      return [
        left,
        { text, nanoseconds: (left.nanoseconds / 1_000_000_000n) * 1_000_000_000n + rest },
      ] as const;
    });
    fc.assert(
      fc.property(near, ([left, right]) => {
        const gap = left.nanoseconds - right.nanoseconds;
        expect(Math.sign(compareInstants(left.text, right.text))).toBe(gap < 0n ? -1 : gap > 0n ? 1 : 0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a lifecycle', () => {
  const anyDate = fc
    .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const anyPhases = fc.array(
    fc.record({ phase: fc.stringMatching(/^[a-zA-Z]\w{0,9}$/), startDate: anyDate }),
  );

  it('comes back from its text', () => {
    fc.assert(
      fc.property(anyPhases, (phases) => {
        expect(parseLifecycle(formatLifecycle(phases))).toEqual(phases);
      }),
    );
  });

  it('travels whole in its patch, for LeanIX deletes the phases left out', () => {
    fc.assert(
      fc.property(anyPhases, (phases) => {
        const after = formatLifecycle(phases);
        const { patches } = changeField({
          key: 'lifecycle',
          before: 'x=1',
          after,
          owner: 'source-owned',
          why: '',
        });
        expect(patches[0]).toEqual(
          phases.length === 0
            ? { op: 'remove', path: '/lifecycle' }
            : { op: 'replace', path: '/lifecycle', value: JSON.stringify({ phases }) },
        );
      }),
    );
  });
});

describe('itemOf', () => {
  const anyAttributes = fc.dictionary(
    fc.oneof(anyText, fc.constantFrom('role', '10', '9', '__proto__')),
    anyText,
  );

  it('hashes the content, not the order of attributes', () => {
    fc.assert(
      fc.property(anyAttributes, (attributes) => {
        const there = itemOf('cloud-alm', 'acme', { ...anObject(), attributes });
        const backwards = Object.fromEntries(Object.entries(attributes).toReversed());
        expect(itemOf('cloud-alm', 'acme', { ...anObject(), attributes: backwards })).toEqual(there);
        expect(
          itemOf('cloud-alm', 'acme', { ...anObject(), attributes: { ...attributes, new: '1' } }).hash,
        ).not.toBe(
          itemOf('cloud-alm', 'acme', { ...anObject(), attributes: { ...attributes, new: '2' } }).hash,
        );
      }),
    );
  });
});
