// The functions as the packages and the template of `npm run package:aws` have them, where `npm run test:lambda`
// unpacked them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lambdaPlaces, lambdaPlacesVariable } from '../../../scripts/lambda-places.ts';
import { templatePath } from '../../../scripts/validate-template.ts';

export interface Deployed {
  folder: string;
  handler: string;
  memoryMb: number;
  timeoutMs: number;
  /** Names of the variables that the template gives it. */
  variables: readonly string[];
}

interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

/** @throws where the script did not set the place */
export function deployedPlaces(): ReturnType<typeof lambdaPlaces> {
  const root = process.env[lambdaPlacesVariable];
  if (root === undefined) throw new Error('Run npm run test:lambda: it makes the packages these tests run');
  return lambdaPlaces(root);
}

/** By their names in serverless.yml. */
export function readDeployed(): Map<string, Deployed> {
  const { unpacked } = deployedPlaces();
  return new Map(
    resourcesOf('AWS::Lambda::Function').map((properties) => {
      const { Handler, MemorySize, Timeout, Environment } = properties as {
        Handler: string;
        MemorySize: number;
        Timeout: number;
        Environment: { Variables: object };
      };
      const name = /(\w+)\.handler$/.exec(Handler)?.[1] ?? '';
      const variables = Object.keys(Environment.Variables);
      const folder = join(unpacked, name);
      return [name, { folder, handler: Handler, memoryMb: MemorySize, timeoutMs: Timeout * 1000, variables }];
    }),
  );
}

/** What the timer of the template sends. */
export function readTimerEvent(): object {
  const [rule] = resourcesOf('AWS::Events::Rule') as { Targets: [{ Input: string }] }[];
  if (rule === undefined) throw new Error('The template has no timer');
  return JSON.parse(rule.Targets[0].Input);
}

function resourcesOf(type: string): Record<string, unknown>[] {
  const { project } = deployedPlaces();
  const { Resources } = JSON.parse(readFileSync(join(project, templatePath), 'utf8')) as Template;
  return Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
}
