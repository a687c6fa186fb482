import { expect, it } from 'vitest';
import { verdictOf } from '../../../../shared/core/doctor/check.ts';
import { checkTags } from '../../../../shared/core/doctor/leanix-tags.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';

it('a tag that nobody asked for may be missing', () => {
  const flow = { name: 'landscape', rules: landscape };
  const own = checkTags([{ ...flow, ownTag: landscape.tag }], []);
  expect(own.findings).toMatchObject([{ code: 'LX_TAG_UNKNOWN', severity: 'notes' }]);
  expect(verdictOf([own])).toBe('green');
  const named = checkTags([{ ...flow, rules: { ...landscape, tag: 'Ours' }, ownTag: landscape.tag }], []);
  expect(verdictOf([named])).toBe('warnings');
});
