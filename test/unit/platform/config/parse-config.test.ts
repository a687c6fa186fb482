// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so a configuration file names variables
import { describe, expect, it } from 'vitest';
import { landscapeFlow, mistakesIn, parse } from '../../../support/config-file.ts';

describe('a file without mistakes', () => {
  it.each(['', '\n', '# only a comment\n', '---\n', '{}'])('may be as good as empty: %j', (text) => {
    expect(parse(text)).toEqual({});
  });

  it('is read as it is written', () => {
    const flow = landscapeFlow('source: [calm]', 'exclude: [{kind: [A, B], name: "*"}]', 'naming: "{name}"');
    expect(parse(`connections:\n  calm: {binding: key}\n${flow}`)).toEqual({
      connections: { calm: { binding: 'key' } },
      flows: {
        landscape: { source: ['calm'], exclude: [{ kind: ['A', 'B'], name: '*' }], naming: '{name}' },
      },
    });
  });

  it('may be written on Windows', () => {
    expect(parse('\uFEFFconnections:\r\n  a:\r\n    binding: b\r\n')).toEqual({
      connections: { a: { binding: 'b' } },
    });
  });

  it('may name environment variables in its texts', () => {
    const text = 'connections: {a: {binding: "${STAGE}", workspace: "w-${STAGE}-${STAGE}"}}';
    expect(parse(text).connections).toEqual({
      a: { binding: 'leanix-test', workspace: 'w-leanix-test-leanix-test' },
    });
  });

  it('may not name them in its keys', () => {
    const text = 'connections: {"${STAGE}": {binding: b}}';
    expect(parse(text).connections).toEqual({ '${STAGE}': { binding: 'b' } });
  });

  it('may have numbers as keys', () => {
    expect(parse('connections: {1: {binding: b}}').connections).toEqual({ 1: { binding: 'b' } });
  });
});

const flowKeys =
  'source, workspace, schedule, include, exclude, target, naming, mapping, links, tag, tags, missingTags, lifecycle, relations, documents, subscriptions, match, removal, guards, policy';

const braces = 'must have braces only around the name of a field, such as {name}';
const keysAtTop = 'connections, flows, decisions, retention';

describe('each mistake', () => {
  it.each([
    ['a list', '- a', ['f.yaml:1:1: the file must be a map, not a list']],
    ['a text', 'hello', ['f.yaml:1:1: the file must be a map, not "hello"']],
    [
      'an unknown key at the top',
      'flow: {}',
      [`f.yaml:1:1: flow is not known in the file; did you mean flows? Known: ${keysAtTop}`],
    ],
    [
      'an unknown flow',
      'flows: {landscap: {}}',
      ['f.yaml:1:9: landscap is not known in flows; did you mean landscape? Known: landscape, iflows'],
    ],
    [
      'a name that is no flow with a name of its own behind it',
      'flows: {landscape-apj: {}, apj: {}}',
      ['f.yaml:1:28: apj is not known in flows; did you mean iflows? Known: landscape, iflows'],
    ],
    [
      'a flow whose own name is empty',
      'flows: {landscape-: {}}',
      ['f.yaml:1:9: landscape- is not known in flows; did you mean landscape? Known: landscape, iflows'],
    ],
    [
      'a schedule that is none',
      landscapeFlow('schedule: nightly'),
      [
        'f.yaml:3:15: flows.landscape.schedule must be five cron fields in UTC (minute, hour, day of the month, month, day of the week), one of the two days *, not "nightly"',
      ],
    ],
    [
      'a retention shorter than an unfinished run lives',
      'retention: {days: 1}',
      ['f.yaml:1:19: retention.days must be at least 2, not 1'],
    ],
    [
      'an unknown key of a flow',
      landscapeFlow('exlude: []'),
      [`f.yaml:3:5: exlude is not known in flows.landscape; did you mean exclude? Known: ${flowKeys}`],
    ],
    [
      'a key in other letters',
      landscapeFlow('POLICY: {}'),
      [`f.yaml:3:5: POLICY is not known in flows.landscape; did you mean policy? Known: ${flowKeys}`],
    ],
    [
      'an unknown key of a connection',
      'connections:\n  a:\n    binding: b\n    workspaces: c',
      [
        'f.yaml:4:5: workspaces is not known in connections.a; did you mean workspace? Known: binding, workspace, pace',
      ],
    ],
    [
      'an unknown value',
      landscapeFlow('policy: {create: inbx}'),
      [
        'f.yaml:3:22: flows.landscape.policy.create cannot be "inbx"; did you mean inbox? Known: apply, inbox, ignore',
      ],
    ],
    [
      'a value of another kind than a word',
      landscapeFlow('guards: {firstRun: true}'),
      ['f.yaml:3:24: flows.landscape.guards.firstRun cannot be true; did you mean go? Known: go, stop'],
    ],
    [
      'a number that is too large',
      landscapeFlow('removal: {limitPercent: 101}'),
      ['f.yaml:3:29: flows.landscape.removal.limitPercent must be at most 100, not 101'],
    ],
    [
      'a number that is too small',
      landscapeFlow('guards: {maxChanges: 0}'),
      ['f.yaml:3:26: flows.landscape.guards.maxChanges must be at least 1, not 0'],
    ],
    [
      'a fraction',
      landscapeFlow('guards: {maxChanges: 1.5}'),
      ['f.yaml:3:26: flows.landscape.guards.maxChanges must be a whole number, not 1.5'],
    ],
    [
      'a pace that would never start',
      'connections: {a: {binding: b, pace: {requestsPerSecond: 0.5}}}',
      ['f.yaml:1:57: connections.a.pace.requestsPerSecond must be a whole number, not 0.5'],
    ],
    [
      'a number in the place of a text',
      landscapeFlow('tag: 007'),
      ['f.yaml:3:10: flows.landscape.tag must be a text, not 7; put it in quotes: "007"'],
    ],
    [
      'a number in the place of globs',
      landscapeFlow('exclude:', '  - systemNumber: 12'),
      [
        'f.yaml:4:23: flows.landscape.exclude.0.systemNumber must be a text or a list of texts, not 12; put it in quotes: "12"',
      ],
    ],
    [
      'a number among globs',
      landscapeFlow('exclude: [{kind: [A, true]}]'),
      ['f.yaml:3:26: flows.landscape.exclude.0.kind.1 must be a text, not true; put it in quotes: "true"'],
    ],
    [
      'a map in the place of a list',
      landscapeFlow('include: {kind: A}'),
      ['f.yaml:3:14: flows.landscape.include must be a list, not a map'],
    ],
    [
      'a list in the place of a map',
      'connections: [a]',
      ['f.yaml:1:14: connections must be a map, not a list'],
    ],
    [
      'a text in the place of a map',
      landscapeFlow('removal: 5'),
      ['f.yaml:3:14: flows.landscape.removal must be a map, not 5'],
    ],
    [
      'a text in the place of a number',
      landscapeFlow('removal: {limitPercent: "5"}'),
      ['f.yaml:3:29: flows.landscape.removal.limitPercent must be a number, not "5"'],
    ],
    [
      'an empty list',
      landscapeFlow('source: []', 'include: []'),
      [
        'f.yaml:3:13: flows.landscape.source must not be an empty list',
        'f.yaml:4:14: flows.landscape.include must not be an empty list',
      ],
    ],
    [
      'an empty text',
      landscapeFlow('tag: ""'),
      ['f.yaml:3:10: flows.landscape.tag must not be an empty text'],
    ],
    [
      'a key without anything below',
      'flows:\n  landscape:\n    # naming: x\n',
      ['f.yaml:2:13: flows.landscape is empty: give it a value, or remove the line'],
    ],
    [
      'what is missing, at its owner',
      'connections:\n  a: {}',
      ['f.yaml:2:3: connections.a.binding is missing'],
    ],
    [
      'a connection without a name',
      'connections: {"": {binding: b}}',
      ['f.yaml:1:15: connections.: a name must not be empty'],
    ],
    [
      'a way of mapping that is not known',
      landscapeFlow('mapping: {alias: {tempate: x}}'),
      [
        'f.yaml:3:22: flows.landscape.mapping.alias must hold exactly one of value, template, block, from, not a map',
        'f.yaml:3:23: tempate is not known in flows.landscape.mapping.alias; did you mean template? Known: value, template, block, from, values, else, owner',
      ],
    ],
    [
      'two ways of mapping at once',
      landscapeFlow('mapping: {alias: {value: x, block: y}}'),
      [
        'f.yaml:3:22: flows.landscape.mapping.alias must hold exactly one of value, template, block, from, not a map',
      ],
    ],
    [
      'a field to map by without its values',
      landscapeFlow('mapping: {alias: {from: role}}'),
      ['f.yaml:3:22: flows.landscape.mapping.alias needs from and values together, not a map'],
    ],
    [
      'an owner that is not known',
      landscapeFlow('mapping: {alias: {value: x, owner: source}}'),
      [
        'f.yaml:3:40: flows.landscape.mapping.alias.owner cannot be "source"; did you mean source-owned? Known: source-owned, first-write-only, human-owned',
      ],
    ],
    [
      'a mapping that is no text',
      landscapeFlow('mapping: {alias: 12}'),
      ['f.yaml:3:22: flows.landscape.mapping.alias must be a text or a map, not 12; put it in quotes: "12"'],
    ],
    [
      'a tag by a field without values',
      landscapeFlow('tags: [{from: role}]'),
      ['f.yaml:3:12: flows.landscape.tags.0 needs from and values, not a map'],
    ],
    [
      'templates whose braces hold no field, wherever one may stand',
      landscapeFlow(
        'naming: "{name"',
        'mapping: {a: "Sys { name }", b: {template: "{}"}, c: {block: "name}"}}',
        'lifecycle: {active: "{{name}}"}',
      ),
      [
        `f.yaml:3:13: flows.landscape.naming ${braces}, not "{name"`,
        `f.yaml:4:18: flows.landscape.mapping.a ${braces}, not "Sys { name }"`,
        `f.yaml:4:48: flows.landscape.mapping.b.template ${braces}, not "{}"`,
        `f.yaml:4:66: flows.landscape.mapping.c.block ${braces}, not "name}"`,
        `f.yaml:5:25: flows.landscape.lifecycle.active ${braces}, not "{{name}}"`,
      ],
    ],
    [
      'a broken template among others',
      landscapeFlow('naming: ["{name}", "{na-me}"]'),
      [`f.yaml:3:24: flows.landscape.naming.1 ${braces}, not "{na-me}"`],
    ],
    [
      'a link by a name with other signs',
      landscapeFlow('links: {"a b": x}'),
      ['f.yaml:3:13: flows.landscape.links.a b: a template can name only letters, digits and _'],
    ],
    [
      'a link that no template can name',
      landscapeFlow(
        'naming: "{links.nope} {name}"',
        'links: {calm: "https://x"}',
        'mapping: {a: {block: "{links.clam}"}}',
      ),
      [
        'f.yaml:3:13: {links.nope}: there is no such link; did you mean calm? Known: calm',
        'f.yaml:5:26: {links.clam}: there is no such link; did you mean calm? Known: calm',
      ],
    ],
    [
      'a mapping of what Landbridge writes itself',
      landscapeFlow('mapping: {name: x, externalId: y}'),
      [
        'f.yaml:3:15: flows.landscape.mapping.name: names are given with naming',
        'f.yaml:3:24: flows.landscape.mapping.externalId: Landbridge keeps the identity of the object there',
      ],
    ],
    [
      'a connection that is not there',
      `connections: {calm: {binding: b}}\n${landscapeFlow('source: [clam, calm]', 'workspace: leanix')}`,
      [
        'f.yaml:4:14: flows.landscape.source: there is no connection "clam"; did you mean calm? Known: calm',
        'f.yaml:5:16: flows.landscape.workspace: there is no connection "leanix"; did you mean calm? Known: calm',
      ],
    ],
    [
      'what is for LeanIX only on a connection that is only read from',
      `connections:
  a: {binding: a, workspace: w, pace: {writesUnderWay: 2, changesPerRequest: 3, requestsPerSecond: 4}}
  b: {binding: b, workspace: w}
flows: {landscape: {source: [a], workspace: b}, landscape-x: {workspace: b}}`,
      [
        '2:19: connections.a.workspace',
        '2:40: connections.a.pace.writesUnderWay',
        '2:59: connections.a.pace.changesPerRequest',
      ].map((key) => `f.yaml:${key} is for SAP LeanIX only, and flows name this connection as their source`),
    ],
    [
      'a connection where there are none',
      landscapeFlow('source: calm'),
      ['f.yaml:3:13: flows.landscape.source: there is no connection "calm"'],
    ],
    [
      'a variable that is not set, once',
      'connections: {a: {binding: "${NOPE}"}}',
      ['f.yaml:1:28: ${NOPE}: there is no environment variable NOPE'],
    ],
    [
      'a value out of a variable, without telling it',
      landscapeFlow('workspace: ${STAGE}', 'removal: {limitPercent: "${STAGE}"}'),
      [
        'f.yaml:3:16: flows.landscape.workspace: there is no connection "${STAGE}"',
        'f.yaml:4:29: flows.landscape.removal.limitPercent must be a number, not "${STAGE}"',
      ],
    ],
    [
      'a key that stands twice, and what else is wrong',
      landscapeFlow('tag: a', 'tag: b', 'policy: {link: no}'),
      [
        'f.yaml:4:5: this key stands here for the second time',
        'f.yaml:5:20: flows.landscape.policy.link cannot be "no"; did you mean inbox? Known: apply, inbox, ignore',
      ],
    ],
    [
      'an alias',
      'flows: &a {landscape: *a}',
      ['f.yaml:1:23: aliases (*name) are not read here: write out what is meant'],
    ],
    [
      'an alias to nowhere',
      'flows: *a',
      ['f.yaml:1:8: aliases (*name) are not read here: write out what is meant'],
    ],
    [
      'a tag that is not known',
      'connections: {a: {binding: !foo b}}',
      ['f.yaml:1:28: this tag (!name) is not known or does not fit its value: remove it'],
    ],
    [
      'many open brackets, once',
      `a: ${'['.repeat(9)}`,
      ['f.yaml:1:13: the indentation does not fit the lines above'],
    ],
    ['a tab', 'flows:\n\tlandscape: {}', ['f.yaml:2:1: a tab cannot indent: use blanks']],
    [
      'a second document',
      'flows: {}\n---\nflows: {}',
      ['f.yaml:2:1: only one document may stand in the file: remove the line ---'],
    ],
    ['an open quote', 'flows: "x\n', ['f.yaml:2:1: Missing closing "quote']],
    ['an open bracket', 'flows: [\n  a: }\n', ['f.yaml:2:6: the indentation does not fit the lines above']],
    ['a colon too many', 'tag: a: b', ['f.yaml:1:6: Nested mappings are not allowed in compact mappings']],
  ])('is told with its place: %s', (_, text, expected) => {
    expect(mistakesIn(text)).toEqual(expected);
  });

  it('is told in our own words and once a place where all is too deep', () => {
    const mistakes = mistakesIn(`a: ${'['.repeat(20_000)}`);
    const places = mistakes.map((mistake) => mistake.split(': ')[0]);
    expect(new Set(places).size).toBe(places.length);
    expect(mistakes.join()).toContain('too much stands inside each other here to be read');
    expect(mistakes.join()).not.toMatch(/call stack|regular expression/);
  });

  it('is shown in one line, and cut short', () => {
    const [mistake] = mistakesIn(landscapeFlow('policy:', '  create: |', `    ${'x\n        '.repeat(99)}`));
    expect(mistake).toMatch(/create cannot be "(x\\n){30}…"; did you mean /);
    expect(mistake).not.toContain('\n');
  });
});

describe('all mistakes', () => {
  const text = [
    'conections: {}',
    'connections: {a: {bindng: b}}',
    landscapeFlow('workspace: b', 'removal: {limitPercent: -1}', 'apiKind: ${NOPE}', 'password: hunter2'),
  ].join('\n');

  it('are told at once, in the order of the file', () => {
    expect(mistakesIn(text).map((mistake) => mistake.replace(/; (did|bind).*/, ''))).toEqual([
      'f.yaml:1:1: conections is not known in the file',
      'f.yaml:2:15: connections.a.binding is missing',
      'f.yaml:2:19: bindng is not known in connections.a',
      'f.yaml:5:16: flows.landscape.workspace: there is no connection "b"',
      'f.yaml:6:29: flows.landscape.removal.limitPercent must be at least 0, not -1',
      'f.yaml:7:5: apiKind is not known in flows.landscape',
      'f.yaml:7:14: ${NOPE}: there is no environment variable NOPE',
      'f.yaml:8:5: password: secrets cannot be written here, because files are copied',
    ]);
  });

  it('are counted by the error', () => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'CFG_FILE_INVALID', facts: { file: 'f.yaml', mistakes: 8 } }),
    );
  });
});
