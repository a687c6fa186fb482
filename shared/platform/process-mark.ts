// Tells on a laptop whether the process that holds a lease still lives, so that a killed run is continued at
// once. Pids come back: a process is its host, pid and start time. When in doubt it lives: the lease runs out.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ProcessMark } from '../store/lease.ts';

interface Sight {
  startedAt: string;
  /** Killed, but not yet collected by its parent. */
  isZombie: boolean;
}

export function markOfThisProcess(): ProcessMark {
  return { host: thisHost(), pid: process.pid, startedAt: look(process.pid)?.startedAt ?? '' };
}

/** Never true for another host, and never for a living process. */
export function isProcessGone(mark: ProcessMark): boolean {
  if (mark.host !== thisHost()) return false;
  const sight = look(mark.pid);
  return sight ? sight.isZombie || sight.startedAt !== mark.startedAt : !exists(mark.pid);
}

/** A pid means something only within its pid namespace: containers may share a host name and a state file. */
function thisHost(): string {
  return process.platform === 'linux' ? `${hostname()} ${readlinkSync('/proc/self/ns/pid')}` : hostname();
}

/** @returns undefined when there is none, or none that may be seen. */
function look(pid: number): Sight | undefined {
  try {
    return process.platform === 'linux' ? lookInProc(pid) : lookWithPs(pid);
  } catch {
    return undefined;
  }
}

function lookInProc(pid: number): Sight {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  // The second field is the command in parentheses and may hold spaces and parentheses itself (proc_pid_stat(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', startTicks = ''] = [fields[0], fields[22 - 3]];
  return { startedAt: `${boot} ${startTicks}`, isZombie: state === 'Z' || state === 'X' };
}

function lookWithPs(pid: number): Sight {
  const line = execFileSync('ps', ['-o', 'lstart=,stat=', '-p', String(pid)], {
    encoding: 'utf8',
    // The start must read the same whatever zone and language the two processes run in.
    env: { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  const space = line.lastIndexOf(' ');
  return { startedAt: line.slice(0, space).trim(), isZombie: line.slice(space + 1).startsWith('Z') };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
