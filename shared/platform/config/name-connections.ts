// Short names for the bound services, for the flows of a drafted configuration to refer to.
import { isWritable } from './outside-text.ts';

export interface NamedConnections {
  /** In the order of the bindings; undefined where the name of the binding cannot stand in a file. */
  sources: readonly (string | undefined)[];
  workspaces: readonly (string | undefined)[];
}

const longestName = 40;

/**
 * `leanix` and the name given where there is one of each, else after the bindings; no name twice.
 * @param alone what a source is called where there is one
 */
export function nameConnections(
  bindings: { sources: readonly string[]; workspaces: readonly string[] },
  alone: string,
): NamedConnections {
  const taken = new Set<string>();
  const nameAll = (names: readonly string[], single: string) =>
    names.map((binding) => {
      if (!isWritable(binding)) return undefined;
      const wanted = names.length === 1 ? single : shortName(binding) || single;
      const name = firstFree(wanted, taken);
      taken.add(name);
      return name;
    });
  return { sources: nameAll(bindings.sources, alone), workspaces: nameAll(bindings.workspaces, 'leanix') };
}

function shortName(binding: string): string {
  const words = binding.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join('-').slice(0, longestName);
}

function firstFree(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
  }
}
