// When a flow runs by itself: cron with five fields in UTC, as landbridge.yaml says it, and as Amazon
// EventBridge and the SAP Job Scheduling service want it.
import { Cron } from 'croner';

const daysOfTheWeek = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** The first hour of a leap year's January that begins on a Sunday, so that counting from here meets everything. */
const someSunday = Date.UTC(2012, 0, 1);

/** Words that every platform understands, and days given in one way only: EventBridge takes no more. */
export function isSchedule(text: string): boolean {
  const fields = text.split(' ');
  const [, , day, , weekday] = fields;
  const isPlain = fields.length === 5 && fields.every((field) => /^[\d*/,-]+$/.test(field));
  return isPlain && (day === '*' || weekday === '*') && parse(text)?.nextRun(new Date(someSunday)) != null;
}

/**
 * `17 1 * * 1-5` as `cron(17 1 ? * MON,TUE,WED,THU,FRI *)`: six fields, one of the days a question mark, days of
 * the week named because they are counted from 1, and steps written out
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html).
 * @param schedule one that isSchedule takes
 */
export function toEventBridge(schedule: string): string {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = schedule.split(' ');
  const named = daysOfTheWeek.filter((_, index) => meets(`* * * * ${weekday}`, index * dayMs));
  return `cron(${[
    withoutSteps(minute, 0, 59, (value) => meets(`${minute} * * * *`, value * minuteMs)),
    withoutSteps(hour, 0, 23, (value) => meets(`* ${hour} * * *`, value * hourMs)),
    weekday === '*' ? withoutSteps(day, 1, 31, (value) => meets(`* * ${day} * *`, (value - 1) * dayMs)) : '?',
    withoutSteps(month, 1, 12, (value) => meets(`* * * ${month} *`, monthMs(value))),
    weekday === '*' ? '?' : named.join(','),
    '*',
  ].join(' ')})`;
}

/**
 * `17 1 * * 1-5` as `* * * mon,tue,wed,thu,fri 1 17 23`: seven fields, year month day weekday hour minute second, in
 * UTC. Ranges and steps are written out: there a step counts from 0, so that every third month begins in March
 * (SAP Job Scheduling service, "Schedule Formats"). Not in the seconds 0 and 30, when everybody's jobs start
 * ("Best Practices").
 * @param schedule one that isSchedule takes
 */
export function toJobScheduling(schedule: string): string {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = schedule.split(' ');
  const list = (
    field: string,
    first: number,
    last: number,
    afterMs: (value: number) => number,
    index: number,
  ) => {
    if (field === '*') return '*';
    const fields = ['*', '*', '*', '*', '*'].with(index, field).join(' ');
    return numbers(first, last)
      .filter((value) => meets(fields, afterMs(value)))
      .join(',');
  };
  const named = daysOfTheWeek.filter((_, index) => meets(`* * * * ${weekday}`, index * dayMs));
  return [
    '*',
    list(month, 1, 12, monthMs, 3),
    list(day, 1, 31, (value) => (value - 1) * dayMs, 2),
    weekday === '*' ? '*' : named.map((name) => name.toLowerCase()).join(','),
    list(hour, 0, 23, (value) => value * hourMs, 1),
    list(minute, 0, 59, (value) => value * minuteMs, 0),
    '23',
  ].join(' ');
}

function withoutSteps(field: string, first: number, last: number, isMet: (value: number) => boolean): string {
  if (!field.includes('/')) return field;
  return numbers(first, last).filter(isMet).join(',');
}

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** From that Sunday to the first of a month. */
function monthMs(month: number): number {
  return Date.UTC(2012, month - 1) - someSunday;
}

function meets(schedule: string, afterMs: number): boolean {
  return parse(schedule)?.match(new Date(someSunday + afterMs)) ?? false;
}

function parse(text: string): Cron | undefined {
  try {
    return new Cron(text, { mode: '5-part', timezone: 'UTC', paused: true });
  } catch {
    return undefined;
  }
}
