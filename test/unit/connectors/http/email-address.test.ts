import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasEmailAddress, strikeEmailAddresses } from '../../../../shared/connectors/http/email-address.ts';

it.each([
  { text: 'jane@mail.example', struck: '[address]' },
  {
    text: 'ask <Jane.Doe+sap@mail.corp-1.example.com>, or JOE@X.ORG.',
    struck: 'ask <[address]>, or [address].',
  },
  { text: "mailto:zoë.o'neil@bücher.example", struck: 'mailto:[address]' },
])('strikes out the addresses in $text', ({ text, struck }) => {
  expect(strikeEmailAddresses(text)).toBe(struck);
  expect(hasEmailAddress(text)).toBe(true);
});

it.each([
  '',
  'S4H@100',
  "Field x is undefined @ 'allFactSheets'",
  '@mail.example',
  'a@1.2',
  'https://mail.example/a',
])('sees no address in %j', (text) => {
  expect(strikeEmailAddresses(text)).toBe(text);
  expect(hasEmailAddress(text)).toBe(false);
});

it('leaves no address, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.string(), fc.emailAddress(), fc.string(), (before, address, after) => {
      const text = `${before} ${address.replace(/[^\w.%+'@-]/g, '_')} ${after}`;
      expect(hasEmailAddress(text)).toBe(true);
      expect(hasEmailAddress(strikeEmailAddresses(text).replaceAll('[address]', ' '))).toBe(false);
    }),
  );
});
