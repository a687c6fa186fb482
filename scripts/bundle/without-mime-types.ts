// An esbuild plugin: leaves out the list of all MIME types there are, 134 KB. Axios brings it for the parts of
// multipart forms, which nothing here sends.
import type { Plugin } from 'esbuild';

export const withoutMimeTypes: Plugin = {
  name: 'without-mime-types',
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/]mime-db[\\/]db\.json$/ }, () => ({
      contents: '{}',
      loader: 'json',
    }));
  },
};
