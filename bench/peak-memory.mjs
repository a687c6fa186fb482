// Preloaded into a measured process: on exit it writes its peak memory, in MiB, to the file named.
import { writeFileSync } from 'node:fs';

const file = process.env.LANDBRIDGE_BENCH_MEMORY;
process.on('exit', () => {
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS / 1024));
});
