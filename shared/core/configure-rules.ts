// The rules of a flow as a configuration changes them. What it does not say stays as the flow has it.
import { createHash } from 'node:crypto';
import type { FlowRules, MappedField } from './rules.ts';
import { isSelected } from './select.ts';
import { defaultSettings, type FlowSettings } from './settings.ts';
import { fillTemplate } from './template.ts';
import { tidyName } from './text.ts';

export function configureRules(rules: FlowRules, settings: FlowSettings): FlowRules {
  const { include, exclude, naming, mapping, removal, guards, policy } = settings;
  return {
    ...rules,
    version: `${rules.version}+${hashSettings(settings)}`,
    targetType: settings.targetType ?? rules.targetType,
    subtype: settings.subtype ?? rules.subtype,
    tag: settings.tag ?? rules.tag,
    removalLimitPercent: removal.limitPercent,
    shrinkLimitPercent: guards.shrinkPercent,
    stopsFirstRun: guards.firstRun === 'stop',
    stopsPartialPull: guards.partialPull === 'stop',
    maxChanges: guards.maxChanges ?? Number.POSITIVE_INFINITY,
    policy,
    fieldKeys: [...new Set([...rules.fieldKeys, ...Object.keys(mapping)])].filter(
      (key) => mapping[key] !== '',
    ),
    skip(item) {
      const unusable = rules.unusable(item);
      if (unusable !== undefined) return unusable;
      if (isSelected(item, exclude)) return 'EXCLUDED';
      if (include === undefined) return rules.skip(item);
      return isSelected(item, include) ? undefined : 'NOT_INCLUDED';
    },
    names(item) {
      const filled = naming?.map((template) => tidyName(fillTemplate(template, item) ?? '')) ?? [];
      const usable = [...new Set(filled)].filter((name) => name !== '');
      return usable.length > 0 ? usable : rules.names(item);
    },
    fields(item) {
      const own = rules.fields(item).filter(({ key }) => mapping[key] === undefined);
      const mapped = Object.entries(mapping).flatMap(([key, template]): MappedField[] => {
        const value = fillTemplate(template, item);
        if (value === undefined || value === '') return [];
        return [{ key, value, owner: 'source-owned', why: `mapping ${key}: ${template}` }];
      });
      return [...own, ...mapped];
    },
  };
}

function hashSettings(settings: FlowSettings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);
}

/** The rules where nothing is configured. */
export const unconfigured = {
  stopsFirstRun: defaultSettings.guards.firstRun === 'stop',
  stopsPartialPull: defaultSettings.guards.partialPull === 'stop',
  maxChanges: Number.POSITIVE_INFINITY,
  removalLimitPercent: defaultSettings.removal.limitPercent,
  shrinkLimitPercent: defaultSettings.guards.shrinkPercent,
  policy: defaultSettings.policy,
} as const satisfies Partial<FlowRules>;
