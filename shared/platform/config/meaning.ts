// What a key of the configuration file means, kept with its schema: editors show it, and docs/configuration.md
// is made from it.
import * as z from 'zod/mini';

interface Meaning {
  /** What it is for. `Without it: …` at its end says what holds without it, where that is no plain value. */
  description: string;
  example?: unknown;
  default?: unknown;
  /** Words of JSON Schema for what the schema only knows as a function. */
  rules?: Readonly<Record<string, unknown>>;
}

/** Keeps the meaning with the schema; `examples` and `default` are words of JSON Schema. */
export function means({ description, example, default: value, rules }: Meaning) {
  return z.meta({
    ...rules,
    description,
    ...(value !== undefined && { default: value }),
    ...(example !== undefined && { examples: [example] }),
  });
}
