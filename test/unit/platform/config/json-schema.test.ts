// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so a configuration file names variables
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../../shared/platform/config/schema.ts';
import { landscapeFlow, mistakesIn } from '../../../support/config-file.ts';

describe('the patterns of the JSON Schema', () => {
  const { flows = {} } = configSchema().properties ?? {};
  const { additionalProperties: flow } = flows;
  const scheduled = flow ? flow.properties?.schedule : undefined;

  it.each([
    ['landscape', true],
    ['landscape-apj', true],
    ['landscape-', false],
    ['landscapes', false],
    ['apj', false],
  ])('take the name of a flow as the parser does: %s', (name, isTaken) => {
    expect(new RegExp(flows.propertyNames?.pattern ?? '').test(name)).toBe(isTaken);
    expect(mistakesIn(`flows: {${name}: {}}`).length === 0).toBe(isTaken);
  });

  it.each([
    ['17 1 * * 1-5', true],
    ['*/5 0,12 1 * *', true],
    ['nightly', false],
    ['17 1 * *', false],
    ['17 1 * * MON', false],
    ['17  1 * * *', false],
    ['', false],
  ])('take a schedule as the parser does: %j', (schedule, isTaken) => {
    expect(new RegExp(scheduled?.pattern ?? '').test(schedule)).toBe(isTaken);
    expect(mistakesIn(landscapeFlow(`schedule: "${schedule}"`)).length === 0).toBe(isTaken);
  });

  it('take a schedule out of a variable', () => {
    expect(new RegExp(scheduled?.pattern ?? '').test('${SCHEDULE}')).toBe(true);
  });
});
