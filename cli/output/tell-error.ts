// What went wrong, on stderr: a line an error, and before it a line for each mistake of a configuration file.
import { describeError, type LandbridgeError, toLandbridgeError } from '../../shared/errors.ts';
import { ConfigError } from '../../shared/platform/config/config-error.ts';
import { tell } from '../terminal.ts';

/** The mistakes alone, for verbs that print the error itself in their own way. */
export function tellMistakes(thrown: unknown): void {
  if (thrown instanceof ConfigError) for (const mistake of thrown.mistakes) tell(mistake);
}

export function tellError(thrown: unknown): LandbridgeError {
  tellMistakes(thrown);
  const error = toLandbridgeError(thrown);
  tell(describeError(error));
  return error;
}

/** Something that stops nothing. */
export function warn(error: LandbridgeError): void {
  tell(`Warning: ${describeError(error)}`);
}
