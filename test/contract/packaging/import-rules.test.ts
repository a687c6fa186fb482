// Each rule of .dependency-cruiser.mjs with a seeded violation in a project of its own: a rule that bites nobody
// is found here.
import { describe, expect, it } from 'vitest';
import { findImportBreaks } from '../../../scripts/checks/import-rules.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';

/** One file a place, each exporting something to import. */
const places = [
  'bench/bench.ts',
  'cli/main.ts',
  'functions/pull.ts',
  'scripts/check.ts',
  'shared/connectors/cloud-alm/connect-cloud-alm.ts',
  'shared/connectors/cloud-alm/read-landscape.ts',
  'shared/connectors/http/meter.ts',
  'shared/connectors/http/retry.ts',
  'shared/connectors/leanix/binding.ts',
  'shared/core/model.ts',
  'shared/core/report.ts',
  'shared/core/text.ts',
  'shared/error-codes.ts',
  'shared/errors.ts',
  'shared/flows/landscape.ts',
  'shared/platform/clock.ts',
  'shared/queue/in-process.ts',
  'shared/queue/queue.ts',
  'shared/steps/pull.ts',
  'shared/store/sqlite.ts',
  'shared/store/store.ts',
  'simulator/simulator.ts',
  'test/support/server.ts',
];

type Form = 'value' | 'type' | 'lazy';

async function breaksOf(from: string, to: string, form: Form = 'value'): Promise<string[]> {
  const { root, write } = makeProjectFolder();
  for (const place of places) write(place, 'export const x = 1;\nexport type X = number;\n');
  const up = '../'.repeat(from.split('/').length - 1);
  const target = to.includes('/') ? `${up}${to}` : to;
  write(
    from,
    {
      value: `import { x } from '${target}';\nexport const y = x;\n`,
      type: `import type { X } from '${target}';\nexport type Y = X;\n`,
      lazy: `export const y = () => import('${target}');\n`,
    }[form],
  );
  return findImportBreaks(root);
}

describe('import rules', () => {
  it.each<[string, string, string, Form?]>([
    ['core-imports', 'shared/core/new.ts', 'shared/flows/landscape.ts'],
    ['core-imports', 'shared/core/new.ts', 'shared/connectors/http/meter.ts', 'type'],
    ['core-is-pure', 'shared/core/new.ts', 'node:fs'],
    ['core-is-pure', 'shared/core/new.ts', 'zod'],
    ['connectors-imports', 'shared/connectors/leanix/new.ts', 'shared/store/store.ts'],
    ['connectors-imports', 'shared/connectors/leanix/new.ts', 'shared/core/text.ts'],
    ['connectors-imports', 'shared/connectors/http/new.ts', 'shared/platform/clock.ts', 'type'],
    [
      'connectors-know-no-sister',
      'shared/connectors/leanix/new.ts',
      'shared/connectors/cloud-alm/connect-cloud-alm.ts',
    ],
    ['connectors-know-no-sister', 'shared/connectors/http/new.ts', 'shared/connectors/leanix/binding.ts'],
    ['connectors-take-types-of-the-model', 'shared/connectors/leanix/new.ts', 'shared/core/model.ts'],
    ['store-imports', 'shared/store/new.ts', 'shared/core/model.ts', 'type'],
    ['queue-imports', 'shared/queue/new.ts', 'shared/store/store.ts', 'type'],
    ['flows-imports', 'shared/flows/new.ts', 'shared/steps/pull.ts'],
    ['steps-imports', 'shared/steps/new.ts', 'shared/platform/clock.ts'],
    ['steps-imports', 'shared/steps/new.ts', 'shared/connectors/cloud-alm/read-landscape.ts'],
    ['steps-imports', 'shared/steps/new.ts', 'shared/connectors/http/retry.ts'],
    ['steps-know-no-adapter', 'shared/steps/new.ts', 'shared/store/sqlite.ts', 'lazy'],
    ['steps-know-no-adapter', 'shared/steps/new.ts', 'shared/queue/in-process.ts'],
    ['platform-imports', 'shared/platform/new.ts', 'shared/core/text.ts'],
    ['adapters-are-loaded-lazily', 'shared/platform/new.ts', 'shared/store/sqlite.ts'],
    ['errors-imports', 'shared/errors.ts', 'shared/core/text.ts'],
    ['functions-imports', 'functions/new.ts', 'shared/store/store.ts'],
    ['functions-imports', 'functions/new.ts', 'cli/main.ts'],
    ['functions-imports', 'functions/new.ts', 'simulator/simulator.ts', 'lazy'],
    ['cli-imports', 'cli/new.ts', 'shared/connectors/leanix/binding.ts'],
    ['cli-imports', 'cli/new.ts', 'shared/core/text.ts'],
    ['cli-starts-the-simulator-lazily', 'cli/new.ts', 'simulator/simulator.ts'],
    ['simulator-imports', 'simulator/new.ts', 'shared/connectors/leanix/binding.ts', 'type'],
    ['simulator-imports', 'simulator/new.ts', 'shared/core/text.ts'],
    ['simulator-takes-types-of-the-model', 'simulator/new.ts', 'shared/core/model.ts'],
    ['nobody-imports-functions', 'functions/new.ts', 'functions/pull.ts'],
    ['nobody-imports-cli', 'scripts/new.ts', 'cli/main.ts'],
    ['nobody-imports-scripts', 'cli/new.ts', 'scripts/check.ts'],
    ['nobody-imports-tests', 'scripts/new.ts', 'test/support/server.ts'],
    ['no-unresolved', 'shared/steps/new.ts', 'shared/steps/missing.ts'],
    ['no-development-package-in-the-product', 'cli/new.ts', 'vitest'],
  ])('%s: %s may not import %s (%s)', async (rule, from, to, form) => {
    const breaks = await breaksOf(from, to, form);
    expect(breaks.map((line) => line.split(':', 1)[0])).toContain(rule);
  });

  it.each<[string, string, Form?]>([
    ['shared/core/new.ts', 'shared/errors.ts'],
    ['shared/core/new.ts', 'node:crypto'],
    ['shared/connectors/leanix/new.ts', 'shared/connectors/http/retry.ts'],
    ['shared/connectors/leanix/new.ts', 'shared/connectors/leanix/binding.ts'],
    ['shared/connectors/http/new.ts', 'shared/core/model.ts', 'type'],
    ['shared/steps/new.ts', 'shared/connectors/cloud-alm/connect-cloud-alm.ts'],
    ['shared/steps/new.ts', 'shared/connectors/http/meter.ts'],
    ['shared/steps/new.ts', 'shared/store/store.ts'],
    ['shared/platform/new.ts', 'shared/store/sqlite.ts', 'lazy'],
    ['functions/new.ts', 'shared/steps/pull.ts'],
    ['functions/new.ts', 'shared/core/report.ts'],
    ['cli/new.ts', 'simulator/simulator.ts', 'lazy'],
    ['cli/new.ts', 'cli/main.ts'],
    ['simulator/new.ts', 'shared/core/model.ts', 'type'],
    ['test/new.test.ts', 'cli/main.ts'],
    ['bench/new.ts', 'bench/bench.ts'],
  ])('%s may import %s (%s)', async (from, to, form) => {
    expect(await breaksOf(from, to, form)).toEqual([]);
  });

  it('finds a cycle, of types too', async () => {
    const { root } = makeProjectFolder({
      'shared/core/a.ts': "import type { B } from './b.ts';\nexport type A = B;\n",
      'shared/core/b.ts': "import type { A } from './a.ts';\nexport type B = A | 1;\n",
    });
    expect(await findImportBreaks(root)).toContainEqual(expect.stringMatching(/^no-cycles: /));
  });

  it('fails for a file it did not see', async () => {
    const { root } = makeProjectFolder({
      'shared/core/a.ts': 'export const a = 1;\n',
      'shared/node_modules/unseen.ts': 'export const b = 1;\n',
    });
    expect(await findImportBreaks(root)).toEqual([
      'not seen by the import check: shared/node_modules/unseen.ts',
    ]);
  });

  it('fails where there is nothing to see', async () => {
    expect(await findImportBreaks(makeProjectFolder().root)).toHaveLength(1);
  });
});
