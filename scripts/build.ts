// `npm run build`: dist/functions for AWS Lambda and dist/cli for Cloud Foundry; with --mta also gen/srv.
import { buildCommand, buildTaskModule } from './bundle/build-command.ts';
import { buildFunctions } from './bundle/build-functions.ts';

const root = process.cwd();

const parts = await buildFunctions(root);
console.log(`dist/functions: ${parts.map((part) => part.name).join(', ')}`);
if (process.argv.includes('--mta')) {
  await buildTaskModule(root);
  console.log('dist/cli, gen/srv: the command');
} else {
  await buildCommand(root);
  console.log('dist/cli: the command');
}
