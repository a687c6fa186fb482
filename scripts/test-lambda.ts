// `npm run test:lambda`: the packages of `npm run package:aws`, unpacked and run in AWS's own runtime client, with
// table, queues, secret and systems on loopback. The runtime client compiles (cmake, make, a C++ compiler), so it is
// no dependency: it is installed into a throw-away folder, or taken from the folder that --tools names. The last
// line, alone, is the count.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { countTests, renderCount } from './count-tests.ts';
import { lambdaPlaces, lambdaPlacesVariable } from './lambda-places.ts';
import { packageForAws } from './package-aws.ts';
import { runVitest } from './run-vitest.ts';

const runtimeClientVersion = '4.0.2';

const root = process.cwd();
const { tools } = parseArgs({ options: { tools: { type: 'string' } } }).values;
const throwAway = realpathSync(mkdtempSync(join(tmpdir(), 'landbridge-lambda-')));
try {
  process.exitCode = await testLambda(throwAway);
} finally {
  rmSync(throwAway, { recursive: true, force: true });
}

async function testLambda(folder: string): Promise<number> {
  const at = lambdaPlaces(folder);
  const faults = await timed('packages', () => packageCopy(at.project, at.unpacked));
  if (faults.length > 0) {
    console.log(faults.join('\n'));
    console.log(renderCount({ passed: 0, failed: 1, skipped: 0 }));
    return 1;
  }
  await timed('runtime client', async () => installTools(at.tools));
  const env = { [lambdaPlacesVariable]: folder };
  const ran = await runVitest({ root, args: ['--config', 'test/lambda/vitest.config.ts'], env });
  const count = countTests({ ...ran, checksPassed: existsSync(at.runtimeClient) });
  console.log(renderCount(count));
  return count.failed === 0 ? 0 : 1;
}

/** A copy without a landbridge.yaml that may lie in the checkout: what is tested is the product, not a set-up. */
async function packageCopy(project: string, unpacked: string): Promise<string[]> {
  for (const folder of [project, unpacked]) mkdirSync(folder);
  for (const path of ['functions', 'shared', 'serverless.yml', 'package.json']) {
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  const faults = await packageForAws(project);
  for (const zip of globSync('.serverless/*.zip', { cwd: project })) {
    execFileSync('unzip', ['-q', join(project, zip), '-d', join(unpacked, basename(zip, '.zip'))]);
  }
  return faults;
}

function installTools(folder: string): void {
  if (tools !== undefined) {
    symlinkSync(resolve(tools), folder);
    return;
  }
  mkdirSync(folder);
  const packages = [`aws-lambda-ric@${runtimeClientVersion}`];
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await work();
  console.log(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}
