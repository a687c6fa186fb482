// What somebody may have meant by a name that is not known.
import { closest, distance } from 'fastest-levenshtein';

/** Undefined where nothing is like it. */
export function nearestOf(given: string, known: readonly string[]): string | undefined {
  const nearest = known.length === 0 ? undefined : closest(given, [...known]);
  return nearest !== undefined && distance(given, nearest) <= given.length / 2 ? nearest : undefined;
}
