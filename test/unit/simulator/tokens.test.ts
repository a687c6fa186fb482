// Tokens of the simulator run out by real time, which no test over HTTP can wait for.
import { describe, expect, it } from 'vitest';
import { createTokenIssuer } from '../../../simulator/tokens.ts';

function issueAt(realMs: number) {
  const time = { ms: realMs };
  const clock = { real: () => time.ms, now: () => 0, stamp: () => 0, advanceDays: () => undefined };
  return { time, issuer: createTokenIssuer('key', clock) };
}

describe('createTokenIssuer', () => {
  it('reads its own token until its life is over, and not a moment longer', () => {
    const { time, issuer } = issueAt(1_000_000);
    const token = issuer.issue({ sub: 'somebody' }, 3599);
    time.ms += 3_598_000;
    expect(issuer.read(token)).toMatchObject({ sub: 'somebody' });
    time.ms += 1_000;
    expect(issuer.read(token)).toBeUndefined();
  });

  it('reads no token of another key', () => {
    const { issuer } = issueAt(0);
    const other = createTokenIssuer('other', {
      real: () => 0,
      now: () => 0,
      stamp: () => 0,
      advanceDays: () => undefined,
    });
    expect(issuer.read(other.issue({}, 60))).toBeUndefined();
  });
});
