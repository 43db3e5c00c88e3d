import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { processTree } from './processTree.ts';

const execute = promisify(execFile);

/** What the kernel says of a thread that it ended for a fault: `traps: name[7] general protection fault …`. */
const fault =
  /^\[\s*(\d+\.\d+)\] (?:traps: )?(.+)\[(\d+)\]:? ((?:segfault|general protection|trap |bus error).*)$/;

/** The threads of a process and all its descendants now; empty where /proc does not tell. */
export async function threadsOf(pid: number): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const family = await processTree(pid);
  const threads = await Promise.all(
    family.map((one) => readdir(`/proc/${one.pid}/task`).catch(() => [] as string[])),
  );
  return threads.flat().map(Number);
}

/** Faults of these threads since `since`, in seconds of uptime; empty where the kernel's log cannot be read. */
export async function kernelFaults(threads: ReadonlySet<number>, since: number): Promise<string[]> {
  if (process.platform !== 'linux' || threads.size === 0) return [];
  const log = await execute('dmesg', [], { maxBuffer: 32 * 1024 * 1024 }).catch(() => undefined);
  return log === undefined ? [] : faultsIn(log.stdout, threads, since);
}

/** Threads, not processes: the one that fails is named, and its number is the process's only where it is the first. */
export function faultsIn(log: string, threads: ReadonlySet<number>, since: number): string[] {
  return log.split('\n').flatMap((line) => {
    const [, at, name, thread, what] = fault.exec(line) ?? [];
    return Number(at) >= since && threads.has(Number(thread)) ? [`${name}[${thread}] ${what}`] : [];
  });
}
