// `npm run bench`: the figures that are held against budgets. Numbers only; no test depends on them.
// `-- --json` prints {rows: [{name, value, budget, holds}]}; `-- --size N` measures another size.
import { parseArgs } from 'node:util';
import { minimumRequests } from '../cli/output/minimum-requests.ts';
import { table } from '../cli/output/table.ts';
import { type MeasuredRun, openBench } from './measure-sync.ts';

interface Row {
  name: string;
  value: number;
  budget: number | null;
  holds: boolean;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    size: { type: 'string', multiple: true, default: ['300', '10000'] },
    latency: { type: 'string', default: '50' },
  },
});

const rows: Row[] = [];
for (const size of values.size.map(Number)) rows.push(...(await benchSize(size, Number(values.latency))));
if (values.json) console.log(JSON.stringify({ rows }));
else console.log(table([['figure', 'value', 'budget', 'holds'], ...rows.map(textOf)]));

async function benchSize(size: number, latencyMs: number): Promise<Row[]> {
  const bench = await openBench({ size, latencyMs });
  try {
    const first = await bench.sync();
    await bench.advance(0);
    const steady = await bench.sync();
    await bench.advance(1);
    const drift = await bench.sync();
    const changes = (run: MeasuredRun) => minimumRequests({ ...run, isFirst: run === first });
    const allowance = (run: MeasuredRun) => Math.max(Math.floor(1.1 * changes(run)), changes(run) + 2);
    return [
      row(`${size}: requests, first run`, first.requests, allowance(first)),
      row(`${size}: requests, nothing changed`, steady.requests, changes(steady)),
      row(`${size}: requests, 5 % drift`, drift.requests, allowance(drift)),
      row(`${size}: answers 429`, first.throttled + steady.throttled + drift.throttled, 0),
      row(`${size}: written, nothing changed`, steady.json.counts.created + steady.json.counts.updated, 0),
      row(`${size}: seconds, first run`, first.wallMs / 1000, size === 10_000 ? 16 : null),
      row(`${size}: MiB, first run`, first.peakMiB, 256),
      row(`${size}: MiB, nothing changed`, steady.peakMiB, 128),
    ];
  } finally {
    await bench.close();
  }
}

function row(name: string, value: number, budget: number | null): Row {
  return { name, value: Math.round(value * 10) / 10, budget, holds: budget === null || value <= budget };
}

function textOf({ name, value, budget, holds }: Row): string[] {
  return [name, String(value), budget === null ? '' : String(budget), holds ? 'yes' : 'NO'];
}
