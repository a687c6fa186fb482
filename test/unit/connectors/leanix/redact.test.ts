import { expect, it } from 'vitest';
import { redact } from '../../../../shared/connectors/leanix/redact.ts';

it.each([
  { text: 'token s3cret and s3cret', shown: 'token *** and ***' },
  { text: 'sent Bearer abc.def-ghi here', shown: 'sent *** here' },
  { text: 'sent Basic YXBpdG9rZW46eA== here', shown: 'sent *** here' },
  { text: 'jwt eyJhbGciOi.eyJzdWI.sig9_-x.', shown: 'jwt ***.' },
  { text: 'api LXT_abc123', shown: 'api ***' },
  { text: 'User jane.doe+x@mail.example.com may not', shown: 'User [address] may not' },
  { text: "The path '/descriptio' is invalid", shown: "The path '/descriptio' is invalid" },
])('shows $text as $shown', ({ text, shown }) => {
  expect(redact(text, ['s3cret'])).toBe(shown);
});

it('strikes a secret out before it cuts', () => {
  const shown = redact(`${'x'.repeat(297)}s3cret`, ['s3cret']);
  expect(shown).toBe(`${'x'.repeat(297)}***`);
  expect(redact('y'.repeat(400), [])).toHaveLength(300);
});
