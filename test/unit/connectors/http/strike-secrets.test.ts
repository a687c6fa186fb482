import fc from 'fast-check';
import { expect, it } from 'vitest';
import { strikeSecrets } from '../../../../shared/connectors/http/strike-secrets.ts';

it.each([
  ['Authorization: Bearer abc.def-1', 'Authorization: Bearer', 'abc'],
  ['{"clientsecret":"s3cret+=","x":1}', '"x":1', 's3cret'],
  ['{\\"client_secret\\":\\"s3cret\\"}', 'client_secret', 's3cret'],
  ['grant_type=a&client_secret=s3cret&b=c', 'b=c', 's3cret'],
  ['postgres://me:s3cret@db.example/x', 'db.example/x', 's3cret'],
  ['LXT_abcdef of jane.doe@example.com', ' of ', 'jane'],
  ['token eyJhbGciOi.eyJzdWIi.c2ln ends', ' ends', 'eyJ'],
])('%s keeps what is harmless and loses what is not', (text, kept, lost) => {
  const struck = strikeSecrets(text);
  expect(struck).not.toContain(lost);
  expect(struck).toContain(kept.replace('Bearer', '').trim());
});

it('leaves no known secret standing, wherever it turns up', () => {
  const secret = fc.string({ minLength: 8, unit: 'grapheme-ascii' }).filter((text) => !text.includes('*'));
  fc.assert(
    fc.property(fc.string(), secret, fc.string(), (before, known, after) => {
      const free = before.replaceAll('*', '') + known + after.replaceAll('*', '');
      expect(strikeSecrets(free, [known])).not.toContain(known);
    }),
  );
});

it('leaves ordinary sentences alone', () => {
  const text =
    'CFG_BINDING_INCOMPLETE: A token of run 20261128T010000Z-1a2b3c4d for calm:acme:lms-1 (page 2).';
  expect(strikeSecrets(text)).toBe(text);
});
