import { describe, expect, it } from 'vitest';
import { normalName, tidyName } from '../../../shared/core/text.ts';

describe('normalName', () => {
  it.each([
    ['SAP S/4HANA Cloud (my400123)', 'sap s 4hana cloud my400123'],
    ['sap s/4hana cloud - MY400123', 'sap s 4hana cloud my400123'],
    ['SAP S／4HANA Ｃｌｏｕｄ', 'sap s 4hana cloud'],
    ['Entgelt für Größe', 'entgelt fur große'],
    ['Facturación', 'facturacion'],
    ['***', '***'],
    [' ', ''],
  ])('of "%s" is "%s"', (text, normal) => {
    expect(normalName(text)).toBe(normal);
  });

  it.each([
    ['PRD', 'PRE'],
    ['my400123', 'my40012'],
    ['バス', 'ハス'],
    ['कि', 'का'],
    ['***', '---'],
  ])('tells "%s" from "%s"', (left, right) => {
    expect(normalName(left)).not.toBe(normalName(right));
  });
});

describe('tidyName', () => {
  it.each([
    ['Order / Cash', 'Order/Cash'],
    ['S/4HANA', 'S/4HANA'],
    ['  a \n b ', 'a b'],
    ['a / / / b', 'a///b'],
  ])('makes "%s" "%s"', (text, tidy) => {
    expect(tidyName(text)).toBe(tidy);
  });
});
