// An esbuild plugin: `await import('a-commonjs-package')` gives the same names in the bundle as under Node.
// Left alone, esbuild gives such a chunk a default export only, and `const { name } = await import(…)` is
// undefined in the cloud and nowhere else. The names are asked of Node itself while bundling.
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

const namespace = 'lazy-commonjs';
/** The name under which Node gives away the exports object of a CommonJS module, and of no other. */
const commonJsMark = 'module.exports';

export const lazyCommonJs: Plugin = {
  name: namespace,
  setup(build) {
    const root = build.initialOptions.absWorkingDir ?? process.cwd();
    build.onResolve({ filter: /^[@a-z]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === namespace) return undefined;
      const options = { kind, resolveDir, pluginData: namespace };
      const { path: file, external, errors } = await build.resolve(path, options);
      if (external || errors.length > 0) return undefined;
      const names = await namesUnderNode(file);
      if (!names.includes(commonJsMark)) return undefined;
      // Relative: the bytes of a bundle must not depend on where the checkout lies.
      return { path: relative(root, file), namespace, pluginData: names };
    });
    build.onLoad(
      { filter: /.*/, namespace },
      ({ path, pluginData: names }: { path: string; pluginData: string[] }) => {
        const named = names.filter((name) => name !== 'default' && /^[\w$]+$/.test(name));
        const contents = [
          `const exported = require(${JSON.stringify(`./${path}`)});`,
          'export default exported;',
          `const { ${named.map((name) => `${name}: _${name}`)} } = exported;`,
          `export { ${named.map((name) => `_${name} as ${name}`)} };`,
        ];
        return { contents: contents.join('\n'), resolveDir: root };
      },
    );
  },
};

/** What Node itself cannot load, as files that only bundlers take, is no CommonJS. */
async function namesUnderNode(file: string): Promise<string[]> {
  try {
    return Object.keys(await import(pathToFileURL(file).href));
  } catch {
    return [];
  }
}
