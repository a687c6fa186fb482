// Preloaded into a measured process: on exit it writes its peak memory, in MiB, to the file named.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env.LANDBRIDGE_BENCH_MEMORY;

/** Linux counts into maxRSS what the parent held when it started us; VmHWM is ours alone. */
function peakKiB() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on('exit', () => {
  if (file) writeFileSync(file, String(peakKiB() / 1024));
});
