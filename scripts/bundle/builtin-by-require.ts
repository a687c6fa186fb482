// An esbuild plugin for ESM bundles: `import … from 'node:…'` becomes a require of the builtin. Importing
// node:http as a module reads every getter it has and costs a cold start 27 ms; requiring it costs 3.
// The bundle needs `requireBanner` for it.
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

export const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const namespace = 'builtin-by-require';

export const builtinByRequire: Plugin = {
  name: namespace,
  setup(build) {
    build.onResolve({ filter: /^[a-z]/ }, ({ path, kind, namespace: importer }) =>
      kind === 'import-statement' && importer !== namespace && isBuiltin(path)
        ? { path, namespace }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
      loader: 'js',
    }));
  },
};
