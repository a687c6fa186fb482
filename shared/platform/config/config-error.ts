// All mistakes of a configuration file at once, each with its place, as compilers say it.
import { LandbridgeError } from '../../errors.ts';

export interface ConfigMistake {
  line: number;
  column: number;
  message: string;
}

export class ConfigError extends LandbridgeError {
  /** `file:line:column: message`, in the order of the file. */
  readonly mistakes: readonly string[];

  /** @param found of several at one place the first is told */
  constructor(file: string, found: readonly ConfigMistake[]) {
    const mistakes = onePerPlace(found);
    super('CFG_FILE_INVALID', { file, mistakes: mistakes.length });
    this.mistakes = mistakes
      .sort((left, right) => left.line - right.line || left.column - right.column)
      .map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  }
}

function onePerPlace(mistakes: readonly ConfigMistake[]): ConfigMistake[] {
  const told = new Set<string>();
  return mistakes.filter(({ line, column }) => {
    const place = `${line}:${column}`;
    return !told.has(place) && told.add(place);
  });
}
