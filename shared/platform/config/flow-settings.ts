// The settings of a flow out of the configuration file, with the defaults for what it does not say.
import { defaultSettings, type FlowSettings, type Selection } from '../../core/settings.ts';
import type { Flow } from './flow-schema.ts';

export function flowSettings(flow: Flow): FlowSettings {
  const { include, exclude, target = {}, naming, mapping, tag, removal, guards, policy } = flow;
  const { maxChanges } = guards ?? {};
  return {
    ...(include !== undefined && { include: include.map(selectionOf) }),
    exclude: exclude?.map(selectionOf) ?? defaultSettings.exclude,
    ...(target.type !== undefined && { targetType: target.type }),
    ...(target.subtype !== undefined && { subtype: target.subtype }),
    ...(naming !== undefined && { naming: listOf(naming) }),
    mapping: mapping ?? defaultSettings.mapping,
    ...(tag !== undefined && { tag }),
    removal: { limitPercent: removal?.limitPercent ?? defaultSettings.removal.limitPercent },
    guards: {
      firstRun: guards?.firstRun ?? defaultSettings.guards.firstRun,
      partialPull: guards?.partialPull ?? defaultSettings.guards.partialPull,
      shrinkPercent: guards?.shrinkPercent ?? defaultSettings.guards.shrinkPercent,
      ...(maxChanges !== undefined && { maxChanges }),
    },
    policy: { ...defaultSettings.policy, ...policy },
  };
}

/** What the file may give as one text or as several. */
export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function selectionOf(rule: Readonly<Record<string, string | readonly string[]>>): Selection {
  return Object.fromEntries(Object.entries(rule).map(([field, globs]) => [field, listOf(globs)]));
}
