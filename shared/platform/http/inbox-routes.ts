// What waits for a person, and deciding it, by HTTP: the same decisions and small runs as `landbridge inbox`. To
// look needs the scope View, to decide Review. The small run is begun, not waited for.
import * as z from 'zod/mini';
import { LandbridgeError } from '../../errors.ts';
import type { Said, Stamp } from '../../steps/decide.ts';
import type { FlowPlace } from '../../steps/decisions.ts';
import type { ProposalFilter } from '../../steps/read-inbox.ts';
import type { Store } from '../../store/store.ts';
import type { Caller, Route } from './route.ts';

const text = z.string().check(z.minLength(1), z.maxLength(1000));
const Filter = z.strictObject({
  kind: z.exactOptional(z.enum(['create', 'link', 'review'])),
  match: z.exactOptional(z.enum(['new', 'linked', 'proposed', 'ambiguous', 'gone'])),
  reason: z.exactOptional(text),
  minScore: z.exactOptional(z.number().check(z.gte(0), z.lte(1))),
  name: z.exactOptional(text),
  where: z.exactOptional(z.record(text, z.union([text, z.array(text).check(z.minLength(1))]))),
});
type Filter = z.infer<typeof Filter>;

const Decision = z.strictObject({
  /** Needed where several flows have an inbox. */
  flow: z.exactOptional(text),
  decide: z.enum(['accept', 'reject', 'ignore', 'link', 'reopen']),
  /** Keys, ids at the source, or names of objects. */
  items: z.exactOptional(z.array(text).check(z.maxLength(10_000))),
  filter: z.exactOptional(Filter),
  all: z.exactOptional(z.boolean()),
  always: z.exactOptional(z.boolean()),
  new: z.exactOptional(z.boolean()),
  factSheet: z.exactOptional(text),
  /** Left to the next run. */
  later: z.exactOptional(z.boolean()),
  /** Hash of the plan of the small run that guards are to let pass. */
  approve: z.exactOptional(text),
});
type Decision = z.infer<typeof Decision>;

const usualPage = 100;
const longestPage = 500;

export const inboxRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/inbox',
    scope: 'View',
    answer: ({ query }) =>
      inStore(async ({ store, read }) => {
        const flow = query.get('flow') ?? undefined;
        const places = await read.listInboxPlaces(store, flow);
        const [offset, limit] = [whole(query.get('offset'), 0), whole(query.get('limit'), usualPage)];
        const flows = [];
        for (const place of places) {
          const { head, proposals } = await read.readInbox(store, place, filterOf(filterIn(query)));
          const open = proposals.filter(({ answer }) => answer === 'open');
          flows.push({
            flow: place.flow,
            workspace: place.workspaceId,
            at: head?.at ?? null,
            waiting: open.length,
            proposals: open.slice(offset, offset + Math.min(limit, longestPage)),
          });
        }
        return Response.json({ flows });
      }),
  },
  {
    method: 'GET',
    path: '/inbox/:item',
    scope: 'View',
    answer: ({ params, query }) =>
      inStore(async ({ store, read, places }) => {
        const place = await places(query.get('flow') ?? undefined);
        const [found] = await read.findItems(store, place, [params.item ?? '']);
        const { proposals, kept } = await read.readInbox(store, place);
        return Response.json({
          item: found?.key,
          name: found?.name,
          flow: place.flow,
          proposal: proposals.find(({ item }) => item === found?.key) ?? null,
          decisions: kept.decisions.filter(({ item }) => item === found?.key),
          explanation: await explain(store, place, found?.key ?? ''),
        });
      }),
  },
  {
    method: 'GET',
    path: '/decisions',
    scope: 'View',
    answer: ({ query }) =>
      inStore(async ({ store, read, places }) => {
        const place = await places(query.get('flow') ?? undefined);
        const { decisions, standing } = (await read.readInbox(store, place)).kept;
        return Response.json({ flow: place.flow, decisions, standing });
      }),
  },
  {
    method: 'POST',
    path: '/decisions',
    scope: 'Review',
    answer: async ({ caller, readJson }) => {
      const asked = await readJson(Decision);
      return inStore(async ({ store, read, places }) => {
        const place = await places(asked.flow);
        const { items = [] } = asked;
        if (asked.decide === 'reopen') return Response.json(await read.reopen(store, place, items));
        const stamp = await stampOf(place.flow, caller);
        const said = saidOf(asked, asked.decide);
        const { toDo, ...result } = await read.decide(store, place, said, stamp);
        const begun = asked.later || toDo.length === 0 ? {} : await beginSmall(place, toDo, asked.approve);
        return Response.json({ flow: place.flow, ...result, run: null, ...begun });
      });
    },
  },
];

/** As `landbridge explain --json` says it. */
async function explain(store: Store, place: FlowPlace, item: string): Promise<object> {
  const [{ rulesFor }, { explainItem }] = await Promise.all([
    import('../config/rules-for.ts'),
    import('../../steps/explain-item.ts'),
  ]);
  return explainItem(store, place, await rulesFor(place.flow, undefined, store), item);
}

function saidOf({ items = [], filter, all, always, new: anew, factSheet }: Decision, say: Said['say']): Said {
  const wanted = filter && filterOf(filter);
  return { say, items, filter: wanted, all, always, anew, factSheet };
}

function filterOf({ match, where, ...rest }: Filter): ProposalFilter {
  const globs = Object.entries(where ?? {}).map(([field, given]) => [field, [given].flat()] as const);
  return {
    ...rest,
    ...(match !== undefined && { state: match }),
    ...(where !== undefined && { where: Object.fromEntries(globs) }),
  };
}

/** `?kind=create&name=SAP*&where=role=PROD`. @throws HOOK_BODY */
function filterIn(query: URLSearchParams): Filter {
  const where: Record<string, string[]> = {};
  for (const pair of query.getAll('where')) {
    const [field = '', ...glob] = pair.split('=');
    where[field] = [...(where[field] ?? []), glob.join('=')];
  }
  const given = Object.fromEntries(
    ['kind', 'match', 'reason', 'name'].flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const minScore = query.get('minScore');
  const parsed = z.safeParse(Filter, {
    ...given,
    ...(minScore !== null && { minScore: Number(minScore) }),
    ...(Object.keys(where).length > 0 && { where }),
  });
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new LandbridgeError('HOOK_BODY', { members });
}

function whole(given: string | null, usual: number): number {
  const number = Number(given ?? usual);
  return Number.isSafeInteger(number) && number >= 0 ? number : usual;
}

/** A program is nobody: its client id is kept. A person is named only where the configuration wants it. */
async function stampOf(flow: string, caller: Caller | undefined): Promise<Stamp> {
  const { systemClock } = await import('../clock.ts');
  const { warmContext } = await import('../warm-context.ts');
  const { found } = await warmContext(flow);
  const isNamed = found.config.decisions?.names === true;
  const who = caller?.kind === 'client' ? caller.id : isNamed ? caller?.name : undefined;
  return { when: new Date(systemClock.now()).toISOString(), ...(who !== undefined && { who }) };
}

interface BegunSmall {
  run?: string;
  /** Why it is left to the next run. */
  waits?: { code: string; message: string };
}

/** What was decided is kept by now: whatever keeps it from being done at once only puts it off. */
async function beginSmall(place: FlowPlace, items: readonly string[], approve?: string): Promise<BegunSmall> {
  const [{ warmContext }, { openQueue }, { beginRun }, { decideRequest }, errors] = await Promise.all([
    import('../warm-context.ts'),
    import('../open-queue.ts'),
    import('../begin-run.ts'),
    import('../../steps/decide.ts'),
    import('../../errors.ts'),
  ]);
  try {
    const context = await warmContext(place.flow);
    const request = await decideRequest(context, place, items, approve);
    const { run } = await beginRun(context, await openQueue(), place.flow, request);
    return { run };
  } catch (thrown) {
    const error = errors.toLandbridgeError(thrown);
    if (error.code === 'BUG_UNEXPECTED') throw thrown;
    return { waits: { code: error.code, message: errors.describeError(error) } };
  }
}

async function inStore(look: (tools: Tools) => Promise<Response>): Promise<Response> {
  opened ??= openTools();
  // An attempt that failed is made again with the next call.
  opened.catch(() => {
    opened = undefined;
  });
  return look(await opened);
}

type Tools = Awaited<ReturnType<typeof openTools>>;

let opened: Promise<Tools> | undefined;

/** Loaded with the first call, and kept. */
async function openTools() {
  const [{ openStore }, inbox, items, deciding, reopening] = await Promise.all([
    import('../open-store.ts'),
    import('../../steps/read-inbox.ts'),
    import('../../steps/find-item.ts'),
    import('../../steps/decide.ts'),
    import('../../steps/reopen.ts'),
  ]);
  const store = await openStore();
  const places = async (flow?: string) => inbox.theOnlyPlace(await inbox.listInboxPlaces(store, flow));
  return { store, places, read: { ...inbox, ...items, ...deciding, ...reopening } };
}
