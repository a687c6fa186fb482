// The functions of this project packaged as they are deployed, in a copy of the project; offline.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageForAws } from '../../../scripts/package-aws.ts';
import { findTemplateFaults, templatePath } from '../../../scripts/validate-template.ts';
import { stepNames } from '../../../shared/queue/queue.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';

const names = globSync('functions/*.ts')
  .map((file) => basename(file, '.ts'))
  .sort();
const described = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' });

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

describe('serverless.yml', { timeout: 120_000 }, () => {
  let resources: Record<string, Resource>;
  const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);

  it('names every function of functions/ and no other', () => {
    expect(Object.keys(described.functions).sort()).toEqual(names);
  });

  it('packages offline to a valid template with a zip a function, each under 1 MB', async () => {
    const { root } = makeProjectFolder();
    for (const path of ['functions', 'shared', 'serverless.yml'])
      cpSync(path, join(root, path), { recursive: true });
    expect(await packageForAws(root)).toEqual([]);
    resources = JSON.parse(readFileSync(join(root, templatePath), 'utf8')).Resources;

    const zips = globSync('*.zip', { cwd: join(root, '.serverless') }).sort();
    expect(zips).toEqual(names.map((name) => `${name}.zip`));
    const sizes = zips.map((zip) => statSync(join(root, '.serverless', zip)).size);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
    for (const name of names) {
      const { handler } = await import(join(root, `dist/functions/${name}.mjs`));
      expect(handler, `the handler of ${name}`).toBeTypeOf('function');
    }
    expect(invokeWithoutBindings(root, 'start', { flow: 'landscape' })).toMatch(/^CFG_BINDING_MISSING: /m);
  });

  it('describes functions, logs that end, a timer, queues that put aside, and alarms', () => {
    expect(ofType('AWS::Lambda::Function')).toHaveLength(names.length);
    for (const { Properties } of ofType('AWS::Lambda::Function')) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(JSON.stringify(Properties.Environment)).not.toMatch(/apiToken|clientsecret/i);
      // Lambda takes 4 KB in all, so no configuration stands there; a fourth of it leaves room for what a user adds.
      expect(JSON.stringify(Properties.Environment).length).toBeLessThan(1024);
    }
    expect(ofType('AWS::Logs::LogGroup')).toHaveLength(names.length);
    for (const { Properties } of ofType('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(30);
    expect(ofType('AWS::Events::Rule')).toMatchObject([
      { Properties: { State: 'ENABLED', Targets: [{ Input: '{"flow":"landscape"}' }] } },
    ]);
    const working = ofType('AWS::SQS::Queue').filter(({ Properties }) => 'RedrivePolicy' in Properties);
    expect(working.map(({ Properties }) => Properties.QueueName).sort()).toEqual(
      stepNames.map((step) => `landbridge-dev-${step}`).sort(),
    );
    for (const step of stepNames) {
      const deadLetters = { 'Fn::GetAtt': [`${capital(step)}DeadLetters`, 'Arn'] };
      expect(resources[`${capital(step)}Queue`]?.Properties.RedrivePolicy).toMatchObject({
        deadLetterTargetArn: deadLetters,
      });
      expect(resources[`${capital(step)}Alarm`]?.Properties.Dimensions).toEqual([
        { Name: 'QueueName', Value: { 'Fn::GetAtt': [`${capital(step)}DeadLetters`, 'QueueName'] } },
      ]);
    }
    for (const { Properties } of ofType('AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmActions).toEqual([{ Ref: 'Alerts' }]);
    expect(resources.StartFailed?.Properties.Dimensions).toEqual([
      { Name: 'FunctionName', Value: { Ref: 'StartLambdaFunction' } },
    ]);
    expect(resources.RunFailed?.Properties.MetricName).toBe('landbridge_runs_failed');
    const sources = ofType('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
    expect(sources).toHaveLength(stepNames.length);
    for (const source of sources)
      expect(source).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  });

  it('gives each function a role of its own that may do no more than it does', () => {
    const roles = ofType('AWS::IAM::Role');
    expect(roles).toHaveLength(names.length);
    for (const name of names) {
      const found = resources[`${capital(name)}LambdaFunction`]?.Properties;
      expect(found?.Role).toEqual({ 'Fn::GetAtt': [`${capital(name)}Role`, 'Arn'] });
      const allowed = statementsOf(resources[`${capital(name)}Role`]);
      for (const { Action, Resource } of allowed) {
        for (const action of [Action].flat()) expect(action).not.toContain('*');
        // The only ends that are open are those that AWS gives: the streams of the log, the suffix of the secret.
        expect(JSON.stringify(Resource)).not.toContain('*');
      }
      const mayCall = (action: string) =>
        allowed.filter(({ Action }) => [Action].flat().includes(action)).flatMap(({ Resource }) => Resource);
      const queuesOf = (steps: readonly string[]) =>
        steps.map((step) => ({ 'Fn::GetAtt': [`${capital(step)}Queue`, 'Arn'] }));
      const place = (stepNames as readonly string[]).indexOf(name);
      // Who decides begins a small run.
      const mayBegin = name === 'start' || name === 'inbox';
      const later = mayBegin ? stepNames : place === -1 ? [] : stepNames.slice(place);
      const putsAside = place === -1 ? [] : [{ 'Fn::GetAtt': [`${capital(name)}DeadLetters`, 'Arn'] }];
      expect(mayCall('sqs:SendMessage')).toEqual([...putsAside, ...queuesOf(later)]);
      expect(mayCall('sqs:ReceiveMessage')).toEqual(queuesOf(place === -1 ? [] : [name]));
      // What only looks may not write.
      expect(mayCall('dynamodb:PutItem')).toHaveLength(name === 'doctor' ? 0 : 1);
    }
  });

  it.each<[string, string, object, RegExp]>([
    ['an unknown property', 'Store', { BillingMod: 'x' }, /F3002 Store/],
    ['a resource that is not there', 'TokenAlarm', { AlarmActions: [{ Ref: 'Nowhere' }] }, /Nowhere/],
    ['too little memory', 'PullLambdaFunction', { MemorySize: 64 }, /F3034 PullLambdaFunction/],
    ['a key without its type', 'Store', { AttributeDefinitions: [text('key')] }, /E3039 Store/],
    [
      'a timer that AWS does not know',
      'StartEventsRuleSchedule1',
      { ScheduleExpression: 'rate(1 minutes)' },
      /E3027/,
    ],
    ['a queue that gives away what is worked', 'MatchQueue', { VisibilityTimeout: 180 }, /E3505/],
    [
      'a misspelt statement',
      'WriteRole',
      { Policies: [policy({ Efect: 'Allow', Action: 'sqs:SendMessage' })] },
      /E3510/,
    ],
  ])('is found wrong with %s', (_what, name, change, found) => {
    const all = structuredClone(resources);
    Object.assign(all[name]?.Properties ?? {}, change);
    const folder = makeProjectFolder({ 'spoilt.json': JSON.stringify({ Resources: all }) });
    expect(findTemplateFaults(join(folder.root, 'spoilt.json')).join('\n')).toMatch(found);
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

interface Statement {
  Action: string | readonly string[];
  Resource: unknown;
}

function statementsOf(role: Resource | undefined): Statement[] {
  const policies = role?.Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });

const policy = (statement: object) => ({
  PolicyName: 'queues',
  PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
});

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

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
