// landbridge.yaml in the packages: it travels with every function and with the module, and its schedules become
// timers.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildModule } from '../../../scripts/bundle/build-module.ts';
import { schedulesOf } from '../../../scripts/bundle/packaged-config.ts';
import { packageForAws } from '../../../scripts/package-aws.ts';
import { templatePath } from '../../../scripts/validate-template.ts';
import { parse } from '../../support/config-file.ts';
import { makeProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';

const config = `connections: {lx: {binding: "\${LX}"}}
flows:
  landscape: {workspace: lx, schedule: "30 2 * * 1-5"}
  landscape-apj: {schedule: "0 18 * * *"}
  landscape-by-hand: {}
`;

function projectWith(text: string, ...paths: readonly string[]): ProjectFolder {
  const project = makeProjectFolder({ 'landbridge.yaml': text });
  for (const path of ['shared', ...paths]) cpSync(path, join(project.root, path), { recursive: true });
  return project;
}

describe('the timers', () => {
  const ratesOf = (text: string) =>
    schedulesOf(parse(text)).map(({ schedule: { rate, input } }) => [input.flow, rate]);

  it('are one for the flow landscape where nothing says otherwise', () => {
    expect(schedulesOf()).toEqual(schedulesOf(parse('flows: {landscape: {}}')));
    expect(ratesOf('retention: {days: 9}')).toEqual([['landscape', 'cron(17 1 * * ? *)']]);
  });

  it('are those of the flows that have one, and none for the others', () => {
    expect(ratesOf(config.replace(/\$\{LX\}/, 'leanix'))).toEqual([
      ['landscape', 'cron(30 2 ? * MON,TUE,WED,THU,FRI *)'],
      ['landscape-apj', 'cron(0 18 * * ? *)'],
    ]);
    expect(ratesOf('flows: {landscape-apj: {}}')).toEqual([]);
  });
});

describe('the packages for AWS', { timeout: 120_000 }, () => {
  it('hold the file, and the template its timers, without an ERROR', async () => {
    const { root } = projectWith(config, 'functions', 'serverless.yml');
    expect(await packageForAws(root)).toEqual([]);
    const packages = JSON.parse(readFileSync(join(root, 'dist/packages.json'), 'utf8'));
    for (const files of Object.values(packages)) expect(files).toContain('landbridge.yaml');
    const { Resources } = JSON.parse(readFileSync(join(root, templatePath), 'utf8'));
    const rules = Object.values<{ Type: string; Properties: object }>(Resources).filter(
      ({ Type }) => Type === 'AWS::Events::Rule',
    );
    expect(rules.map(({ Properties }) => Properties)).toMatchObject([
      {
        ScheduleExpression: 'cron(30 2 ? * MON,TUE,WED,THU,FRI *)',
        Targets: [{ Input: '{"flow":"landscape"}' }],
      },
      { ScheduleExpression: 'cron(0 18 * * ? *)', Targets: [{ Input: '{"flow":"landscape-apj"}' }] },
    ]);
  });

  it('are not made of a file with mistakes', async () => {
    const { root } = projectWith('flows: {landscape: {schedule: nightly}}', 'functions', 'serverless.yml');
    expect(await packageForAws(root)).toEqual([
      expect.stringMatching(/^landbridge\.yaml:1:31: flows\.landscape\.schedule must be five cron fields/),
    ]);
  });
});

describe('the module for Cloud Foundry', () => {
  it('holds the file where there is one', async () => {
    for (const text of [config, undefined]) {
      const { root } = makeProjectFolder(text === undefined ? {} : { 'landbridge.yaml': text });
      for (const path of ['cli', 'functions', 'shared', 'simulator', 'package.json']) {
        cpSync(path, join(root, path), { recursive: true });
      }
      await buildModule(root);
      expect(existsSync(join(root, 'gen/srv/landbridge.yaml'))).toBe(text !== undefined);
    }
  });
});
