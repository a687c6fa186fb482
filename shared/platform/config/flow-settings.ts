// The settings of a flow out of the configuration file, with the defaults for what it does not say.
import { defaultSettings, type FlowSettings } from '../../core/settings.ts';
import type { FlowConfig } from './schema.ts';

export function flowSettings(flow: FlowConfig): FlowSettings {
  const { include, exclude, target = {}, naming, mapping, tag, removal, guards, policy } = flow;
  const { maxChanges } = guards ?? {};
  return {
    ...(include !== undefined && { include }),
    exclude: exclude ?? defaultSettings.exclude,
    ...(target.type !== undefined && { targetType: target.type }),
    ...(target.subtype !== undefined && { subtype: target.subtype }),
    ...(naming !== undefined && { naming }),
    mapping: mapping ?? defaultSettings.mapping,
    ...(tag !== undefined && { tag }),
    removal: { limitPercent: removal?.limitPercent ?? defaultSettings.removal.limitPercent },
    guards: {
      firstRun: guards?.firstRun ?? defaultSettings.guards.firstRun,
      shrinkPercent: guards?.shrinkPercent ?? defaultSettings.guards.shrinkPercent,
      ...(maxChanges !== undefined && { maxChanges }),
    },
    policy: { ...defaultSettings.policy, ...policy },
  };
}
