// The one error of the product. Its message is a static sentence looked up by code; what was hit stands in
// `facts`. Nothing secret and nothing personal may be put into `facts`: they are printed and stored.
import { type ErrorCode, errorCodes } from './error-codes.ts';

export type { ErrorCode } from './error-codes.ts';

export type Facts = Readonly<Record<string, string | number | boolean>>;

export class LandbridgeError extends Error {
  readonly code: ErrorCode;
  readonly facts: Facts;
  /** The same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  readonly fixableBy: 'user' | 'operator' | 'us';
  /** The usual reason, in a sentence. */
  readonly why: string;
  /** What to do about it, in one or two sentences. */
  readonly cure: string;

  constructor(code: ErrorCode, facts: Facts = {}, options: { cause?: unknown } = {}) {
    const entry = errorCodes[code];
    super(entry.what, options);
    this.name = 'LandbridgeError';
    this.code = code;
    this.facts = facts;
    this.retryable = entry.retryable;
    this.fixableBy = entry.fixableBy;
    this.why = entry.why;
    this.cure = entry.cure;
  }
}

/** Wraps whatever was thrown; an error that is not ours is a bug of ours and says so. */
export function toLandbridgeError(thrown: unknown): LandbridgeError {
  if (thrown instanceof LandbridgeError) return thrown;
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new LandbridgeError('BUG_UNEXPECTED', { error: name }, { cause: thrown });
}

/**
 * One line for a person: code, what happened, which thing, why, what to do; what is to be pasted comes last.
 * Facts that are numbered are a list and follow, a line each.
 */
export function describeError(error: LandbridgeError): string {
  const { parameters, ...rest } = error.facts;
  const entries = Object.entries(rest);
  const facts = entries.filter(([name]) => !isNumbered(name)).map(([name, value]) => `${name}: ${value}`);
  const list = entries.filter(([name]) => isNumbered(name)).map(([name, value]) => `\n  ${name}. ${value}`);
  const which = facts.length > 0 ? ` (${facts.join(', ')})` : '';
  const paste = parameters === undefined ? '' : ` ${parameters}`;
  return `${error.code}: ${error.message}${which}. ${error.why} ${error.cure}${paste}${list.join('')}`;
}

function isNumbered(name: string): boolean {
  return /^\d+$/.test(name);
}
