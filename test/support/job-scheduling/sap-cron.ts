// The cron of the SAP Job Scheduling service, after its documentation ("Schedule Formats"): year month day weekday
// hour minute second, UTC. Written apart from what makes such texts, so that one can be held against the other.
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** @returns the fields, or undefined when the service would refuse the text. */
export function parseSapCron(text: string): ((at: Date) => boolean) | undefined {
  const fields = text.split(' ');
  const [year = '', month = '', day = '', weekday = '', hour = '', minute = '', second = ''] = fields;
  if (fields.length !== 7) return undefined;
  const parts = [
    readNumbers(year, 1970, 9999),
    readNumbers(month, 1, 12),
    readNumbers(day, 1, 31),
    readWeekdays(weekday),
    readNumbers(hour, 0, 23),
    readNumbers(minute, 0, 59),
    readNumbers(second, 0, 59),
  ];
  if (parts.includes(undefined)) return undefined;
  return (at) => {
    const values = [
      at.getUTCFullYear(),
      at.getUTCMonth() + 1,
      at.getUTCDate(),
      at.getUTCDay(),
      at.getUTCHours(),
      at.getUTCMinutes(),
      at.getUTCSeconds(),
    ];
    return parts.every((meets, index) => meets?.(values[index] ?? -1));
  };
}

type Meets = (value: number) => boolean;

/** `a`, `a,b`, `a:b`, `a:b/c`, `*`, and `*` with a step, which counts from 0: every third month is 3,6,9,12. */
function readNumbers(field: string, first: number, last: number): Meets | undefined {
  const parts = field.split(',').map((part): Meets | undefined => {
    const every = /^\*(?:\/(\d+))?$/.exec(part);
    if (every) return (value) => value % Number(every[1] ?? 1) === 0;
    const [, from, to = from, step = '1'] = /^(\d+)(?::(\d+)(?:\/(\d+))?)?$/.exec(part) ?? [];
    if (from === undefined) return undefined;
    const [low, high] = [Number(from), Number(to)];
    if (low < first || high > last || low > high) return undefined;
    return (value) => value >= low && value <= high && (value - low) % Number(step) === 0;
  });
  return parts.includes(undefined) ? undefined : (value) => parts.some((meets) => meets?.(value));
}

function readWeekdays(field: string): Meets | undefined {
  if (field === '*') return () => true;
  const days = field.split(',').map((name) => weekdays.indexOf(name));
  return days.includes(-1) ? undefined : (value) => days.includes(value);
}
