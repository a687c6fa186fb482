// The module Cloud Foundry gets: what is bundled runs by itself, from a folder that holds nothing else.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildModule } from '../../../scripts/bundle/build-module.ts';
import { validateMta } from '../../../scripts/validate-mta.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';

describe('the module of mta.yaml', () => {
  it('is built where mta.yaml looks for it and runs without node_modules', async () => {
    const project = makeProjectFolder();
    const sources = [
      'cli',
      'functions',
      'shared',
      'simulator',
      'package.json',
      'mta.yaml',
      'xs-security.json',
    ];
    for (const path of sources) cpSync(path, join(project.root, path), { recursive: true });
    await buildModule(project.root);
    const pathExists = (path: string) => existsSync(join(project.root, path));
    expect(
      validateMta(readFileSync('mta.yaml', 'utf8'), {
        pathExists,
        read: (path) => readFileSync(path, 'utf8'),
      }),
    ).toEqual([]);

    const { root } = makeProjectFolder({}, { modules: false });
    cpSync(join(project.root, 'gen/srv'), root, { recursive: true });
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['cli.mjs', ...args], { cwd: root, env: {}, encoding: 'utf8' });
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('landbridge') });
    expect(run('sync', 'landscape')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^CFG_BINDING_MISSING: /),
    });
    const env = { LANDBRIDGE_STATE: 'postgresql', PORT: '0' };
    const server = spawnSync(process.execPath, ['server.mjs'], { cwd: root, env, encoding: 'utf8' });
    expect(server).toMatchObject({ status: 1, stderr: expect.stringContaining('CFG_BINDING_MISSING') });
  });
});
