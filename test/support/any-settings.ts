// Random settings of a flow, in words that the random landscapes of arbitraries.ts know.
import fc from 'fast-check';
import { changeClasses, type FlowSettings, type Selection } from '../../shared/core/settings.ts';

const globs = fc.uniqueArray(fc.constantFrom('prod', 'TEST', '*1', 'my*', '*', '?', 'CloudService'), {
  minLength: 1,
  maxLength: 3,
});
const selection: fc.Arbitrary<Selection> = fc.dictionary(
  fc.constantFrom('role', 'name', 'kind', 'systemNumber', 'nothing'),
  globs,
  { maxKeys: 2 },
);
const selections = fc.array(selection, { maxLength: 3 });
const template = fc.constantFrom('', '{name}', '{serviceTypeLabel} {name}', '{role}', '{systemNumber}', 'x');
export const anySettings: fc.Arbitrary<FlowSettings> = fc.record(
  {
    include: selections,
    exclude: selections,
    targetType: fc.constant('Application'),
    subtype: fc.constantFrom('businessApplication', 'aiAgent'),
    naming: fc.array(template, { minLength: 1, maxLength: 2 }),
    mapping: fc.dictionary(fc.constantFrom('alias', 'description', 'lxHostingType', 'none'), template),
    tag: fc.constantFrom('SAP Cloud ALM', 'Mine'),
    missingTags: fc.constantFrom('stop' as const, 'skip' as const, 'create' as const),
    removal: fc.record({
      action: fc.constantFrom('retire' as const, 'archive' as const),
      limitPercent: fc.nat({ max: 100 }),
    }),
    match: fc.record({
      fields: fc.subarray(['name', 'alias', 'externalId', 'description'], { minLength: 1 }),
    }),
    guards: fc.record(
      {
        firstRun: fc.constantFrom('go' as const, 'stop' as const),
        partialPull: fc.constantFrom('go' as const, 'stop' as const),
        shrinkPercent: fc.nat({ max: 100 }),
        maxChanges: fc.integer({ min: 1, max: 9 }),
      },
      { requiredKeys: ['firstRun', 'partialPull', 'shrinkPercent'] },
    ),
    policy: fc.record(
      Object.fromEntries(
        [...changeClasses, 'proposed' as const, 'ambiguous' as const].map((name) => [
          name,
          fc.constantFrom('apply', 'inbox', 'ignore'),
        ]),
      ) as Record<keyof FlowSettings['policy'], fc.Arbitrary<'apply' | 'inbox' | 'ignore'>>,
    ),
  },
  { requiredKeys: ['exclude', 'mapping', 'missingTags', 'match', 'removal', 'guards', 'policy'] },
);
