import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { isProcessGone, markOfThisProcess } from '../../../shared/platform/process-mark.ts';

const module = new URL('../../../shared/platform/process-mark.ts', import.meta.url).href;
const printMark = `import { markOfThisProcess } from ${JSON.stringify(module)};
console.log(JSON.stringify(markOfThisProcess()));`;

describe('a process mark', () => {
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  function start(command: string, args: string[]) {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(child);
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  }

  it('of this process is stable and alive', () => {
    const mark = markOfThisProcess();
    expect(mark.pid).toBe(process.pid);
    expect(mark.startedAt).not.toBe('');
    expect(markOfThisProcess()).toEqual(mark);
    expect(isProcessGone(mark)).toBe(false);
  });

  it('of another host is never gone', () => {
    expect(isProcessGone({ host: 'elsewhere', pid: 2 ** 22 + 1, startedAt: '' })).toBe(false);
  });

  it('is gone when its pid now belongs to another process', () => {
    expect(isProcessGone({ ...markOfThisProcess(), startedAt: 'earlier' })).toBe(true);
  });

  it('is gone when there is no such pid', () => {
    // Above the largest pid Linux gives out (PID_MAX_LIMIT).
    expect(isProcessGone({ ...markOfThisProcess(), pid: 2 ** 22 + 1 })).toBe(true);
  });

  it('turns from alive to gone when the process is killed', async () => {
    const { child, lines } = start(process.execPath, [
      '--input-type=module',
      '-e',
      `${printMark} process.stdin.resume();`,
    ]);
    const mark = JSON.parse(String((await lines.next()).value));
    expect(mark.pid).toBe(child.pid);
    expect(isProcessGone(mark)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isProcessGone(mark)).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is gone when a parent leaves the dead one a zombie', async () => {
    // The shell becomes a cat that never waits for the child it inherits.
    const orphanage = '"$0" --input-type=module -e "$1" & exec cat';
    const { lines } = start('bash', ['-c', orphanage, process.execPath, printMark]);
    const mark = JSON.parse(String((await lines.next()).value));
    await untilState(mark.pid, 'Z');
    expect(isProcessGone(mark)).toBe(true);
  });

  it.runIf(process.platform === 'linux')(
    'sees through a command name with spaces and parentheses',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'landbridge-mark-'));
      const program = join(folder, 'a) Z (b 1');
      copyFileSync('/bin/cat', program);
      const { child } = start(program, []);
      const pid = child.pid ?? 0;
      await once(child, 'spawn');
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const boot = markOfThisProcess().startedAt.split(' ')[0];
      // Field 22, moved by the three spaces in the name.
      const startTicks = stat.split(' ').at(21 + 3);
      const mark = { ...markOfThisProcess(), pid, startedAt: `${boot} ${startTicks}` };
      expect(isProcessGone(mark)).toBe(false);
      expect(isProcessGone({ ...mark, startedAt: `${boot} 1` })).toBe(true);
      rmSync(folder, { recursive: true });
    },
  );
});

/** Waits by looking, never by the clock; vitest ends it should the state never come. */
async function untilState(pid: number, state: string): Promise<void> {
  while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(`) ${state} `)) {
    const turn = Promise.withResolvers<void>();
    setImmediate(turn.resolve);
    await turn.promise;
  }
}
