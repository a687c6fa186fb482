// `npm run package:aws`: bundles the functions, lets osls make a zip each and the CloudFormation template in
// .serverless/, and checks that template. Needs neither credentials nor network.
import { ConfigError } from '../shared/platform/config/config-error.ts';
import { buildFunctions } from './bundle/build-functions.ts';
import { runTool } from './run-tool.ts';
import { findTemplateFaults, templatePath } from './validate-template.ts';

/** @returns what is wrong, one line each. */
export async function packageForAws(root: string): Promise<string[]> {
  try {
    await buildFunctions(root);
  } catch (thrown) {
    if (thrown instanceof ConfigError) return [...thrown.mistakes];
    throw thrown;
  }
  const { exitCode, output } = await runTool({
    root,
    tool: 'serverless/bin/serverless.js',
    args: ['package'],
  });
  if (exitCode !== 0) return output.split('\n');
  return findTemplateFaults(`${root}/${templatePath}`);
}

if (import.meta.main) {
  const faults = await packageForAws(process.cwd());
  console.log(faults.length === 0 ? '.serverless: packaged, the template is valid' : faults.join('\n'));
  process.exitCode = faults.length === 0 ? 0 : 1;
}
