// Where `npm run test:lambda` keeps what it makes, in its throw-away folder, which its tests are told by a variable.
import { join } from 'node:path';

export const lambdaPlacesVariable = 'LANDBRIDGE_TEST_LAMBDA';

export const lambdaPlaces = (root: string) => ({
  /** A copy of the project, packaged. */
  project: join(root, 'project'),
  /** A folder for each function. */
  unpacked: join(root, 'unpacked'),
  tools: join(root, 'tools'),
  runtimeClient: join(root, 'tools/node_modules/aws-lambda-ric/index.mjs'),
});
