// A world in which new fact sheets wait for a person, with what one needs to decide and to do it.
import { runFlow } from '../../shared/platform/run-flow.ts';
import { type DecideResult, decide, decideRequest, type Said } from '../../shared/steps/decide.ts';
import { readInbox } from '../../shared/steps/read-inbox.ts';
import { readReport } from '../../shared/steps/report.ts';
import type { Mortal } from './mortal.ts';
import { dayMs, keyOf, openWorld, systems } from './world.ts';

export const flow = 'landscape';

export function waitsFor(more = ''): string {
  return `flows: {landscape: {policy: {create: inbox}${more}}}`;
}

export async function openInbox(objects = systems(4), more = '') {
  const world = await openWorld({ objects });
  const file = world.configure(waitsFor(more));
  const open = () => world.open({ config: file });
  const night = async () => {
    world.clock.advance(dayMs);
    return world.run(await open());
  };
  const first = await world.run(await open());
  const place = { workspaceId: first.run.workspace?.id ?? '', flow };
  const { store } = await open();
  const waiting = async () =>
    (await readInbox(store, place)).proposals
      .filter(({ answer }) => answer === 'open')
      .map(({ item, kind }) => `${kind} ${item.replace(keyOf(''), '')}`);
  const stamp = () => ({ when: new Date(world.clock.now()).toISOString() });
  const say = (verdict: Pick<Said, 'say'>, chosen: Partial<Said>) =>
    decide(store, place, { items: [], ...verdict, ...chosen }, stamp());
  const small = async ({ toDo }: Pick<DecideResult, 'toDo'>, context?: Mortal['context']) => {
    const used = context ?? (await open());
    const before = world.simulator.ledger().length;
    const run = await runFlow(used, flow, await decideRequest(used, place, toDo));
    const report = run.report && (await readReport(store, run.report));
    return { run, report, requests: world.simulator.ledger().length - before };
  };
  return { world, open, night, first, place, store, waiting, stamp, say, small };
}
