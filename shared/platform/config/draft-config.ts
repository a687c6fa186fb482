// The first configuration of a tenant, drafted from what was found there: cautious, and with what a person needs
// to know to change it. Pure: the survey in, the parts of the file out.
import type { FlowRules } from '../../core/rules.ts';
import { defaultSettings } from '../../core/settings.ts';
import { describeError } from '../../errors.ts';
import type { Survey } from '../../steps/survey.ts';
import { draftWords } from './draft-words.ts';
import { type NamedConnections, nameConnections } from './name-connections.ts';
import { isWritable, tellable } from './outside-text.ts';
import type { ConfigText, Note } from './render-config.ts';
import type { Config, Connection } from './schema.ts';
import { looksSecretInComment } from './secret-text.ts';
import {
  suggestExclude,
  suggestInclude,
  tellLandscape,
  tellSubtype,
  tellTag,
  tellType,
} from './tell-findings.ts';

export interface DraftInput {
  survey: Survey;
  /** The flow that is configured, as it is by itself. */
  rules: FlowRules;
  /** Names of the bound services, in the order of the survey's sources and workspaces. */
  bindings: { sources: readonly string[]; workspaces: readonly [string, ...string[]] };
  /** What runs the flow with this file. */
  command: string;
  /** Where an editor finds the schema, from where the file lies. */
  schema?: string | undefined;
}

export interface Draft extends ConfigText {
  config: Config;
  connections: NamedConnections;
  /** What a person should know before going on. */
  warnings: readonly string[];
}

export function draftConfig(input: DraftInput): Draft {
  const { survey, rules } = input;
  const words = draftWords(rules);
  const connections = nameConnections(input.bindings, words.connection);
  const at = (key: string) => `flows.${rules.flow}.${key}`;
  return {
    // The command may hold anything a person typed, and a secret in a comment would be refused.
    header: headerOf(input).map((line) => (looksSecretInComment(line) ? '(hidden)' : line)),
    config: configOf(input, connections),
    suggestions: {
      [at('include')]: suggestInclude(survey, words),
      [at('exclude')]: suggestExclude(survey, words),
      [at('guards.maxChanges')]: undefined,
      ...Object.fromEntries(Object.entries(words.suggestions).map(([key, value]) => [at(key), value])),
    },
    notes: {
      ...connectionNotes(input, connections),
      [at('include')]: { above: tellLandscape(survey, words) },
      [at('exclude')]: { above: ['For example:'] },
      [at('target.type')]: { above: tellType(survey, rules) },
      [at('target.subtype')]: { above: tellSubtype(survey, rules) },
      [at('tag')]: { above: [tellTag(survey)] },
      [at('policy.create')]: {
        above: words.whyCreate,
      },
    },
    connections,
    warnings: warningsOf(input, connections),
  };
}

function headerOf({ command, schema, rules }: DraftInput): string[] {
  return [
    `Landbridge: what is read from ${draftWords(rules).source}, what is written to SAP LeanIX, and when it stops.`,
    'Drafted by landbridge init from what it found; from here on it is yours. It holds no secrets,',
    'those stay in the bound services. Every key with its default: docs/configuration.md of Landbridge.',
    '',
    'How to go on:',
    `  1. ${command}`,
    '     reads, plans and stops: nothing is written. It names its plan: how many changes, which hash.',
    '  2. Change this file and repeat until that is what you want.',
    `  3. ${command} --approve <planHash>`,
    '     writes exactly that plan.',
    ...(schema === undefined ? [] : ['', `yaml-language-server: $schema=${schema}`]),
  ];
}

function configOf(
  { survey, bindings, rules }: DraftInput,
  { sources, workspaces }: NamedConnections,
): Config {
  const connections: Record<string, Connection> = {};
  sources.forEach((name, index) => {
    if (name !== undefined) connections[name] = { binding: bindings.sources[index] ?? '' };
  });
  workspaces.forEach((name, index) => {
    if (name === undefined) return;
    const { id = '' } = survey.workspaces[index] ?? {};
    connections[name] = {
      binding: bindings.workspaces[index] ?? '',
      ...(isWritable(id) && { workspace: id }),
    };
  });
  const [workspace] = workspaces;
  // Unless all can be named none is: what is bound is then found by itself.
  const named = sources.filter((name) => name !== undefined);
  return {
    ...(Object.keys(connections).length > 0 && { connections }),
    flows: {
      [rules.flow]: {
        ...(named.length === sources.length && { source: named }),
        ...(workspace !== undefined && { workspace }),
        target: { type: rules.targetType, subtype: rules.subtype },
        tag: rules.tag,
        removal: { limitPercent: defaultSettings.removal.limitPercent },
        guards: { firstRun: 'stop', shrinkPercent: defaultSettings.guards.shrinkPercent },
        policy: { ...defaultSettings.policy, create: draftWords(rules).create, ambiguous: 'inbox' },
      },
    },
  };
}

function connectionNotes(
  { survey, rules }: DraftInput,
  { sources, workspaces }: NamedConnections,
): Record<string, Note> {
  const notes: Record<string, Note> = {};
  survey.sources.forEach(({ tenant, objects, selected }, index) => {
    const text = `Tenant ${tellable(tenant)}: ${objects} objects, ${selected} of them wanted.`;
    notes[`connections.${sources[index]}`] = { above: [text] };
  });
  survey.workspaces.forEach(({ name }, index) => {
    notes[`connections.${workspaces[index]}.workspace`] = { beside: `the workspace ${tellable(name)}` };
  });
  if (workspaces.length > 1) {
    const known = workspaces.filter((name) => name !== undefined).join(', ');
    const above = [`Several are bound, and this is the first by name. Choose one of: ${known}.`];
    notes[`flows.${rules.flow}.workspace`] = { above };
  }
  return notes;
}

function warningsOf(
  { survey, bindings, rules }: DraftInput,
  { sources, workspaces }: NamedConnections,
): string[] {
  const { target } = survey;
  const nameless = [
    ...bindings.sources.filter((_, index) => sources[index] === undefined),
    ...bindings.workspaces.filter((_, index) => workspaces[index] === undefined),
  ];
  return [
    ...survey.sources
      .filter(({ objects }) => objects === 0)
      .map(
        ({ tenant }) =>
          `Tenant ${tellable(tenant)} has no ${draftWords(rules).objects}, or none that its key may see.`,
      ),
    ...(workspaces.length > 1
      ? [
          `Several SAP LeanIX services are bound: ${bindings.workspaces.map(tellable).join(', ')}. The file writes to the first; choose in flows.${rules.flow}.workspace.`,
        ]
      : []),
    ...nameless.map(
      (binding) =>
        `The bound service "${tellable(binding)}" is left out of the file: its name looks like a secret, an address or a variable. Give it another name.`,
    ),
    ...(target.problem === undefined ? [] : [describeError(target.problem)]),
  ];
}
