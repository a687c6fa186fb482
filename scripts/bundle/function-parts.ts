// What a bundled function consists of, read from esbuild's metafile: the files it loads when it starts and
// those it may load later. Packaging and the size budget both go by it. Pure.
import type { Metafile } from 'esbuild';

export interface FunctionParts {
  name: string;
  /** The entry and all it imports statically; paths as in the metafile. */
  atStart: readonly string[];
  /** What only an `import()` brings in. */
  later: readonly string[];
  startBytes: number;
  /** Without the SDK of AWS, whose size is not ours to choose. */
  totalBytes: number;
  sdkBytes: number;
}

const sdk = /^node_modules\/@(?:aws-sdk|aws-crypto|smithy)\//;

/** In order of their names. */
export function functionParts(metafile: Metafile): FunctionParts[] {
  const { outputs } = metafile;
  const reach = (from: string, kinds: readonly string[], seen = new Set<string>()): Set<string> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const { path, kind, external } of outputs[from]?.imports ?? []) {
      if (external !== true && kinds.includes(kind)) reach(path, kinds, seen);
    }
    return seen;
  };
  const bytes = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  const sdkBytes = (paths: Iterable<string>) =>
    [...paths]
      .flatMap((path) => Object.entries(outputs[path]?.inputs ?? {}))
      .reduce((sum, [input, { bytesInOutput }]) => (sdk.test(input) ? sum + bytesInOutput : sum), 0);

  return Object.entries(outputs)
    .filter(([, output]) => output.entryPoint?.startsWith('functions/'))
    .map(([path]) => {
      const start = reach(path, ['import-statement']);
      const all = reach(path, ['import-statement', 'dynamic-import']);
      return {
        name: path.replace(/^.*\//, '').replace(/\.mjs$/, ''),
        atStart: [...start].sort(),
        later: [...all].filter((part) => !start.has(part)).sort(),
        startBytes: bytes(start),
        totalBytes: bytes(all) - sdkBytes(all),
        sdkBytes: sdkBytes(all),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
