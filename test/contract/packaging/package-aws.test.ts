// The functions of this project packaged as they are deployed, in a copy of the project; offline.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageForAws } from '../../../scripts/package-aws.ts';
import { findTemplateFaults, templatePath } from '../../../scripts/validate-template.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';

const names = globSync('functions/*.ts')
  .map((file) => basename(file, '.ts'))
  .sort();
const described = parse(readFileSync('serverless.yml', 'utf8'));

describe('serverless.yml', { timeout: 120_000 }, () => {
  it('names every function of functions/ and no other', () => {
    expect(Object.keys(described.functions).sort()).toEqual(names);
  });

  it('packages offline to a valid template with a zip a function', async () => {
    const { root } = makeProjectFolder();
    for (const path of ['functions', 'shared', 'serverless.yml'])
      cpSync(path, join(root, path), { recursive: true });
    expect(await packageForAws(root)).toEqual([]);

    expect(globSync('*.zip', { cwd: join(root, '.serverless') }).sort()).toEqual(
      names.map((name) => `${name}.zip`),
    );
    const resources: Record<string, { Type: string; Properties: Record<string, unknown> }> = JSON.parse(
      readFileSync(join(root, templatePath), 'utf8'),
    ).Resources;
    const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);
    expect(ofType('AWS::Lambda::Function')).toHaveLength(names.length);
    for (const { Properties } of ofType('AWS::Lambda::Function')) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
    for (const { Properties } of ofType('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(30);
    expect(ofType('AWS::Events::Rule')).toMatchObject([
      { Properties: { State: 'ENABLED', Targets: [{ Input: '{"flow":"landscape"}' }] } },
    ]);
    for (const name of names) {
      const { handler } = await import(join(root, `dist/functions/${name}.mjs`));
      expect(handler, `the handler of ${name}`).toBeTypeOf('function');
    }
    expect(invokeWithoutBindings(root, 'start', { flow: 'landscape' })).toMatch(/^CFG_BINDING_MISSING: /);
  });

  it('is refused with a mistake in it', async () => {
    const { root, write } = makeProjectFolder({
      'functions/start.ts': 'export const handler = async () => 1;\n',
      'serverless.yml': serverlessOf('runtime: nodejs24.x'),
    });
    expect(await packageForAws(root)).toEqual([]);
    write('serverless.yml', serverlessOf('runtime: nodejs4.x'));
    expect((await packageForAws(root)).join('\n')).toContain('runtime');
    write('serverless.yml', `${serverlessOf('runtime: nodejs24.x')}${table('BillingMod')}`);
    expect((await packageForAws(root)).join('\n')).toContain('BillingMod');
  });
});

describe('the check of the template', () => {
  it.each([
    ['an unknown property', { BillingMod: 'PAY_PER_REQUEST' }, 'BillingMod'],
    ['a reference to nothing', { BillingMode: { 'Fn::GetAtt': ['Nowhere', 'Arn'] } }, 'Nowhere'],
    ['a wrong type', { TableName: ['a', 'b'] }, 'TableName'],
  ])('finds %s', (_what, mistake, named) => {
    const { root } = makeProjectFolder({
      'good.json': templateOf({ BillingMode: 'PAY_PER_REQUEST' }),
      'bad.json': templateOf(mistake),
    });
    expect(findTemplateFaults(join(root, 'good.json'))).toEqual([]);
    const faults = findTemplateFaults(join(root, 'bad.json'));
    expect(faults.join('\n')).toContain(named);
  });
});

/** In a process of its own: what is loaded only when it is called has to be in the bundle too. */
function invokeWithoutBindings(root: string, name: string, event: object): string {
  const call = `
    const { handler } = await import('./dist/functions/${name}.mjs');
    await handler(${JSON.stringify(event)}, {}).catch((error) => console.log(error.message));`;
  const args = ['--input-type=module', '--eval', call];
  return spawnSync(process.execPath, args, { cwd: root, env: {}, encoding: 'utf8' }).stdout;
}

function serverlessOf(runtime: string): string {
  return [
    'service: example',
    'frameworkVersion: "4"',
    'configValidationMode: error',
    `provider: { name: aws, ${runtime}, region: eu-central-1 }`,
    'package: { individually: true, patterns: ["!**"] }',
    'functions:',
    '  start: { handler: dist/functions/start.handler, package: { patterns: ["dist/functions/*.mjs"] } }',
    '',
  ].join('\n');
}

function table(billing: string): string {
  return `resources: { Resources: { State: ${JSON.stringify(tableOf({ [billing]: 'PAY_PER_REQUEST' }))} } }\n`;
}

function templateOf(properties: object): string {
  return JSON.stringify({ Resources: { State: tableOf(properties) } });
}

function tableOf(properties: object) {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      ...properties,
    },
  };
}
