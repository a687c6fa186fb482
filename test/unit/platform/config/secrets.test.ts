// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so a configuration file names variables
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landscapeFlow, mistakesIn } from '../../../support/config-file.ts';

const why =
  'secrets cannot be written here, because files are copied; bind a service that holds it and name its binding';

describe('a secret', () => {
  it.each([
    'apiToken',
    'clientsecret',
    'PASSWORD',
    'passwd',
    'pwd',
    'private_key',
    'apiKey',
    'API-KEY',
    'Authorization',
    'credentials',
    '"api token"',
  ])('is refused by its key: %s', (key) => {
    const name = key.replaceAll('"', '');
    expect(mistakesIn(`connections:\n  a:\n    binding: b\n    ${key}: hunter2`)).toEqual([
      `f.yaml:4:5: ${name}: ${why}`,
    ]);
  });

  it.each([
    ['in the place of a binding', 'connections:\n  a:\n    binding: LXT_hunter2', 'f.yaml:3:14'],
    ['in the place of a connection', landscapeFlow('workspace: LXT_hunter2'), 'f.yaml:3:16'],
    ['in a list', landscapeFlow('naming: ["{name}", eyJhunter2]'), 'f.yaml:3:24'],
    ['as a key', landscapeFlow('mapping: {LXT_hunter2: x}'), 'f.yaml:3:15'],
    ['in an address', landscapeFlow('tag: "https://user:hunter2@host/"'), 'f.yaml:3:10'],
    ['in an address without a user', landscapeFlow('links: {a: "ftp://:hunter2@host"}'), 'f.yaml:3:16'],
    ['behind another word', landscapeFlow('tag: Bearer eyJhunter2'), 'f.yaml:3:10'],
    ['as old tokens look', landscapeFlow(`tag: ${'aB3d'.repeat(10)}`), 'f.yaml:3:10'],
    ['of several lines', landscapeFlow('tag: |', '  -----BEGIN KEY-----', '  hunter2'), 'f.yaml:3:10'],
  ])('is refused by its value: %s', (_, text, place) => {
    expect(mistakesIn(text)).toContain(`${place}: this looks like a secret: ${why}`);
  });

  it.each([
    ['on a line of its own', '# old: apiToken: LXT_hunter2', 'f.yaml:1:1'],
    ['behind a value', 'retention: {days: 30} # clientsecret=hunter2', 'f.yaml:1:23'],
    ['behind a text of several lines', landscapeFlow('tag: | # "api-token" = hunter2', '  x'), 'f.yaml:3:12'],
    ['inside a list', landscapeFlow('naming:', '  - a', '  # PASSWORD: hunter2', '  - b'), 'f.yaml:5:7'],
    ['at the end', 'retention: {days: 30}\r\n# http://a:hunter2@host\r\n', 'f.yaml:2:1'],
    ['behind a byte order mark', '\uFEFF# eyJhunter2', 'f.yaml:1:2'],
    ['in nothing but comments', '# a\n---\n# credentials : hunter2\n', 'f.yaml:3:1'],
  ])('is refused in a comment: %s', (_, text, place) => {
    expect(mistakesIn(text)).toEqual([`${place}: this comment looks like it holds a secret: ${why}`]);
  });

  it.each([
    '# The service holds host and secrets. See https://host:8443/a@b, mail a@b',
    '# tokens are in the service\n# password:',
    landscapeFlow(`tag: ${'ab3d'.repeat(10)}`, `tags: [${'aB3d'.repeat(11)}]`),
    landscapeFlow('tag: "a # b"', 'exclude: # none: []', '  - name: |', '      # plain: text'),
  ])('is not seen in any comment: %j', (text) => {
    expect(mistakesIn(text)).toEqual([]);
  });

  it('is refused out of a variable too', () => {
    expect(mistakesIn('connections: {a: {binding: "${KEY}"}}')).toEqual([
      `f.yaml:1:28: \${KEY}: this looks like a secret: ${why}`,
    ]);
  });

  it('may give its name to a connection', () => {
    expect(mistakesIn('connections: {token-tenant: {binding: b}}')).toEqual([]);
  });

  it.each([
    'apiToken: hunter2 : x: y',
    'a: [ # token: hunter2',
    'a: https://user:hunter2@host/',
    'apiToken: | hunter2\n  x',
    'apiToken: hunter2\napiToken: hunter2',
    'flows: {a: 1} hunter2',
    '%YAML hunter2\n---\na: 1',
    'a: b\n hunter2\n c: d',
    'apiToken: "hunter2',
    'apiToken: *hunter2',
    'apiToken: !hunter2 x',
    '- apiToken: hunter2\n- [hunter2]',
    'flows: [{apiToken: hunter2}]',
    'flows: {landscape: [{x: hunter2}]}',
    'password: {a: hunter2}',
    'password:\n  - hunter2',
    'flows: {landscape: {mapping: {password: [hunter2]}}}',
    'connections: {LXT_hunter2: {}}',
    'connections: {LXT_hunter2: {binding: b}}\nflows: {landscape: {workspace: a}}',
  ])('is never told, whatever else is wrong: %j', (text) => {
    const mistakes = mistakesIn(text);
    expect(mistakes).not.toEqual([]);
    expect(mistakes.join('\n')).not.toContain('hunter2');
  });

  it('is never told where another thing is wrong with its value too', () => {
    expect(mistakesIn(landscapeFlow('mapping: {password: 4711}'))).toEqual([`f.yaml:3:15: password: ${why}`]);
  });

  it('is never told, wherever it stands', () => {
    const secret = 'LXT_hunter2';
    const keys = fc.constantFrom(
      'connections',
      'flows',
      'landscape',
      'source',
      'workspace',
      'exclude',
      'policy',
      'create',
      'guards',
      'maxChanges',
      'binding',
      'calm',
      'apiToken',
      secret,
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(secret, `Bearer ${secret}`, 5, true, null, 'calm', '${KEY}'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.nat({ max: 200 }), (value, cut) => {
        const text = JSON.stringify(value, undefined, 1);
        // Whole, and broken off anywhere.
        for (const given of [text, text.slice(0, cut)]) {
          expect(mistakesIn(given).join('\n')).not.toMatch(/hunter2|fromTheShell/);
        }
      }),
    );
  });
});
