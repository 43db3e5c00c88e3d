import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What the kernel says of a thread that it ended for a fault: `traps: name[7] general protection fault …`. */
const fault =
  /^\[\s*(\d+\.\d+)\] (?:traps: )?(.+)\[(\d+)\]:? ((?:segfault|general protection|trap |bus error).*)$/;

/** A process, its descendants and all their threads, also those that ended between two looks at others. Linux alone tells. */
export class Family {
  readonly #pids: Set<number>;
  readonly #looked = new Set<number>();
  /** Everything that ever belonged to it. */
  readonly threads: Set<number>;

  constructor(pid: number) {
    this.#pids = new Set([pid]);
    this.threads = new Set([pid]);
  }

  /** Looks for new ones; whoever was seen before costs nothing. */
  async look(): Promise<void> {
    if (process.platform !== 'linux') return;
    const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && !this.#looked.has(pid));
    // Parents come before their children.
    for (const pid of pids.sort((one, other) => one - other)) {
      this.#looked.add(pid);
      if (this.#pids.has(await parentOf(pid))) this.#pids.add(pid);
    }
    for (const pid of this.#pids) {
      this.threads.add(pid);
      for (const thread of await readdir(`/proc/${pid}/task`).catch(() => []))
        this.threads.add(Number(thread));
    }
  }
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}

/** Faults of these threads since `since`, in seconds of uptime; empty where the kernel's log cannot be read. */
export async function kernelFaults(threads: ReadonlySet<number>, since: number): Promise<string[]> {
  if (process.platform !== 'linux') return [];
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
