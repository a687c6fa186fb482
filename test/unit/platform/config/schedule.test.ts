import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSchedule, toEventBridge, toJobScheduling } from '../../../../shared/platform/config/schedule.ts';
import { parseSapCron } from '../../../support/job-scheduling/sap-cron.ts';

const field = (min: number, max: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min, max }).map(String),
    fc.integer({ min: 1, max: max - min || 1 }).map((step) => `*/${step}`),
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
      .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
  );
const fields = [field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7)] as const;

describe('a schedule', () => {
  it.each([
    ['17 1 * * *', 'cron(17 1 * * ? *)'],
    ['17 1 * * 1-5', 'cron(17 1 ? * MON,TUE,WED,THU,FRI *)'],
    ['0 0 * * 7', 'cron(0 0 ? * SUN *)'],
    ['0 0 * * 6,0', 'cron(0 0 ? * SUN,SAT *)'],
    ['0 0 * * */2', 'cron(0 0 ? * SUN,TUE,THU,SAT *)'],
    ['*/20 */6 * * *', 'cron(0,20,40 0,6,12,18 * * ? *)'],
    ['5-20/5 2 */10 */3 *', 'cron(5,10,15,20 2 1,11,21,31 1,4,7,10 ? *)'],
    ['0 3 29 2 *', 'cron(0 3 29 2 ? *)'],
  ])('%s is %s for EventBridge', (schedule, rate) => {
    expect(isSchedule(schedule)).toBe(true);
    expect(toEventBridge(schedule)).toBe(rate);
  });

  it.each([
    ['', 'nothing'],
    ['nightly', 'a word'],
    ['17 1 * *', 'a field too few'],
    ['0 17 1 * * *', 'a field too many'],
    ['60 1 * * *', 'no such minute'],
    ['0 24 * * *', 'no such hour'],
    ['0 0 0 * *', 'no such day'],
    ['0 0 31 2 *', 'a day that never comes'],
    ['0 0 1 * 1', 'both days: EventBridge takes one'],
    ['0 0 * * MON', 'a name'],
    ['0 0 L * *', 'a letter of one platform'],
    ['1,, * * * *', 'half a list'],
    ['@daily', 'a nickname'],
  ])('cannot be %j: %s', (schedule) => {
    expect(isSchedule(schedule)).toBe(false);
  });

  it('never gives EventBridge a step, a zero that it counts from one, or two kinds of days', () => {
    fc.assert(
      fc.property(...fields, (...parts) => {
        const schedule = parts.join(' ');
        if (!isSchedule(schedule)) return;
        const [minute, hour, day, month, weekday, year, ...more] = toEventBridge(schedule)
          .replace(/^cron\((.*)\)$/, '$1')
          .split(' ');
        expect([year, ...more]).toEqual(['*']);
        expect([minute, hour].every((text) => /^(\*|[\d,-]+)$/.test(text ?? ''))).toBe(true);
        expect([day, month].every((text) => /^(\*|\?|[1-9][\d,-]*)$/.test(text ?? ''))).toBe(true);
        expect([day, weekday].filter((text) => text === '?')).toHaveLength(1);
        expect(weekday).toMatch(/^(\?|(SUN|MON|TUE|WED|THU|FRI|SAT)(,(SUN|MON|TUE|WED|THU|FRI|SAT))*)$/);
      }),
    );
  });

  it.each([
    ['17 1 * * *', '* * * * 1 17 23'],
    ['17 1 * * 1-5', '* * * mon,tue,wed,thu,fri 1 17 23'],
    ['0 0 * * 7', '* * * sun 0 0 23'],
    ['*/20 */6 * * *', '* * * * 0,6,12,18 0,20,40 23'],
    ['5-20/5 2 */10 */3 *', '* 1,4,7,10 1,11,21,31 * 2 5,10,15,20 23'],
  ])('%s is %s for the SAP Job Scheduling service', (schedule, cron) => {
    expect(toJobScheduling(schedule)).toBe(cron);
  });

  it('means the same minutes to the SAP Job Scheduling service, once in each', () => {
    const minutes = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2030-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(...fields, minutes, (...drawn) => {
        const at = drawn.pop();
        const schedule = drawn.join(' ');
        if (!(at instanceof Date) || !isSchedule(schedule)) return;
        const meets = parseSapCron(toJobScheduling(schedule));
        const cron = new Cron(schedule, { mode: '5-part', timezone: 'UTC', paused: true });
        // Where it is met next, and where chance led.
        for (const minute of [at, cron.nextRun(at) ?? at]) {
          minute.setUTCSeconds(0, 0);
          const seconds = Array.from(
            { length: 60 },
            (_, second) => new Date(minute.getTime() + second * 1000),
          );
          expect(seconds.filter((each) => meets?.(each))).toHaveLength(cron.match(minute) ? 1 : 0);
        }
      }),
    );
  });
});
