// Configuration files as texts, and what is found wrong in them.
import { ConfigError } from '../../shared/platform/config/config-error.ts';
import { parseConfig } from '../../shared/platform/config/parse-config.ts';
import type { Config } from '../../shared/platform/config/schema.ts';

/** The environment that `${NAME}` looks into. */
const variables: Readonly<Record<string, string>> = { STAGE: 'leanix-test', KEY: 'LXT_fromTheShell' };

export function parse(text: string): Config {
  return parseConfig('f.yaml', text, (name) => variables[name]);
}

export function mistakesIn(text: string): readonly string[] {
  try {
    parse(text);
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.mistakes;
    throw thrown;
  }
  return [];
}

/** A file that says these lines of the landscape flow, from line 3 and column 5 on. */
export function landscapeFlow(...lines: readonly string[]): string {
  return ['flows:', '  landscape:', ...lines.map((line) => `    ${line}`)].join('\n');
}
