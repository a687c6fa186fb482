// Which request is struck by which fault. Deterministic: fault number i of the list (the first is 0) strikes
// the eligible request number 3 + i and then every 9th eligible one. It waits for the next eligible request
// when the one before on the same system and path was struck, or when a fault that is due longer goes first;
// so a request that is repeated alone always passes. `empty` does not strike, it holds while it is set.

const strikingNames = [
  '429',
  '429-bare',
  '500',
  '503',
  'html',
  'expired-token',
  'torn-page',
  'lost-answer',
  'late',
  'reset',
] as const;

type StrikingFault = (typeof strikingNames)[number];

export const faultNames: readonly string[] = [...strikingNames, 'empty'];

/** Token calls have no bearer, and what they answer is not a page. */
const strikesTokenCalls: ReadonlySet<string> = new Set(['429', '429-bare', '500', '503', 'html', 'reset']);

const firstStrike = 3;
const period = 9;

export interface Faults {
  /** Replaces the list and starts all counts anew; throws a RangeError on a name that is not known. */
  set(names: readonly string[]): void;
  /** Whether landscape lists answer nothing. */
  emptiesLists(): boolean;
  strike(request: { system: string; path: string; isTokenCall: boolean }): StrikingFault | undefined;
}

interface Pending {
  name: StrikingFault;
  seen: number;
  next: number;
}

export function createFaults(initial: readonly string[]): Faults {
  let pending: Pending[] = [];
  let empty = false;
  const struckLast = new Set<string>();

  function set(names: readonly string[]): void {
    const unknown = names.filter((name) => !faultNames.includes(name));
    if (unknown.length > 0) throw new RangeError(`no such fault: ${unknown.join(', ')}`);
    empty = names.includes('empty');
    pending = names.filter(isStriking).map((name, index) => ({ name, seen: 0, next: firstStrike + index }));
    struckLast.clear();
  }

  function strike(request: {
    system: string;
    path: string;
    isTokenCall: boolean;
  }): StrikingFault | undefined {
    const eligible = pending.filter((fault) => !request.isTokenCall || strikesTokenCalls.has(fault.name));
    for (const fault of eligible) fault.seen += 1;
    const place = `${request.system} ${request.path}`;
    if (struckLast.delete(place)) return undefined;
    const overdue = (fault: Pending): number => fault.seen - fault.next;
    const [due] = eligible.filter((fault) => overdue(fault) >= 0).sort((a, b) => overdue(b) - overdue(a));
    if (due === undefined) return undefined;
    due.next = due.seen + period;
    struckLast.add(place);
    return due.name;
  }

  set(initial);
  return { set, emptiesLists: () => empty, strike };
}

function isStriking(name: string): name is StrikingFault {
  return strikingNames.some((known) => known === name);
}
