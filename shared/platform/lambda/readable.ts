// What a function that was invoked by hand answers when it cannot do what it was asked.
import { describeError, LandbridgeError } from '../../errors.ts';

/** The console shows the message of what is thrown: one line a person can act on. */
export async function readable<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (thrown) {
    throw thrown instanceof LandbridgeError ? new Error(describeError(thrown), { cause: thrown }) : thrown;
  }
}
