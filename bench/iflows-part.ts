// The flow of integration flows over three nights: a first run, one that finds nothing changed, one with some that
// moved. Requests against the least possible, writes, answers 429.
import { leastIFlowRequests, minimumRequests } from '../cli/output/minimum-requests.ts';
import { readJson, type World, withWorld } from '../test/support/cli/world.ts';
import type { Part } from './part.ts';
import { type Row, row } from './rows.ts';

const nights = ['first run', 'nothing changed', 'some changed'] as const;
type Night = (typeof nights)[number];

const whole = { iflows: 2_000, packages: 200 } as const;
const small = { iflows: 200, packages: 20 } as const;
/** What the flow reads of the workspace. */
const types = ['Interface', 'Application', 'ITComponent'] as const;

/** @param isQuick a tenth of the size: design time may be asked ten times a second only */
export function iflowsPart(isQuick: boolean): Part {
  const size = isQuick ? small : whole;
  const title = `${size.iflows} iFlows in ${size.packages} packages`;
  const named = (figure: string, night: Night) => `${title}: ${figure}, ${night}`;
  const throttled = `${title}: answers 429`;
  return {
    rows: [
      ...nights.flatMap((night) =>
        ['requests', 'least requests', 'writes'].map((figure) => named(figure, night)),
      ),
      throttled,
    ],
    async measure() {
      return withWorld({ size: 1, ...size }, async (world) => {
        const rows: Row[] = [];
        for (const night of nights) {
          const { made, least, writes } = await measureNight(world, { isFirst: night === 'first run' });
          const isQuiet = night === 'nothing changed';
          const budget = isQuiet ? least : Math.max(Math.floor(1.1 * least), least + 2);
          rows.push(
            row(named('requests', night), made, budget),
            row(named('least requests', night), least),
            row(named('writes', night), writes, isQuiet ? 0 : null),
          );
          // The watermark of the inventory overlaps; a real night is a day later.
          world.simulator.advance({ change: night === 'nothing changed' ? 1 : 0 });
        }
        const tooMany = world.ledger().filter(({ status }) => status === 429).length;
        return [...rows, row(throttled, tooMany, 0)];
      });
    },
  };
}

async function measureNight(
  world: World,
  { isFirst }: { isFirst: boolean },
): Promise<{ made: number; least: number; writes: number }> {
  const { integration } = world.simulator;
  if (integration === undefined) throw new Error('no tenant');
  const { byType } = world.simulator.truth().factSheets;
  const factSheets = types.reduce((sum, type) => sum + (byType[type] ?? 0), 0);
  const sourceRequests = leastIFlowRequests(integration);
  const before = world.ledger().length;
  const files = ['--bindings', world.bindings, '--state', world.state];
  const json = readJson(await world.run('sync', 'iflows', ...files, '--json'));
  if (json.run.state !== 'done') throw new Error(`the run ended ${json.run.state}`);
  const { created, updated, linked } = json.counts;
  return {
    made: world.ledger().length - before,
    least: minimumRequests({ json, factSheets, isFirst, sourceRequests }),
    writes: created + updated + linked + json.retired,
  };
}
