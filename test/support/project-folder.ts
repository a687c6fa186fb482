// A small project in a temporary folder, gone when the test is over. `node_modules` there are ours.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface ProjectFolder {
  root: string;
  write(path: string, text: string): void;
}

export function makeProjectFolder(
  files: Readonly<Record<string, string>> = {},
  { modules = true }: { modules?: boolean } = {},
): ProjectFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'landbridge-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('package.json', '{ "name": "landbridge", "version": "0.0.1", "type": "module" }');
  write('tsconfig.json', '{}');
  if (modules) symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { root, write };
}
