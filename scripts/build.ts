// `npm run build`: dist/functions for AWS Lambda; with --mta also gen/srv for Cloud Foundry.
import { buildFunctions } from './bundle/build-functions.ts';
import { buildModule, modulePath } from './bundle/build-module.ts';

const root = process.cwd();

const parts = await buildFunctions(root);
console.log(`dist/functions: ${parts.map((part) => part.name).join(', ')}`);
if (process.argv.includes('--mta')) {
  await buildModule(root);
  console.log(`${modulePath}: the application, the command`);
}
