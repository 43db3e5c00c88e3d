import { readdir, readFile } from 'node:fs/promises';

export interface ProcessFacts {
  pid: number;
  parent: number;
  uid: number;
  /** 0: none, 2: filtered. */
  seccomp: number;
  commandLine: string;
}

/** A process and all its descendants, as Linux tells in /proc. */
export async function processTree(pid: number): Promise<ProcessFacts[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(names.map(readProcess))).filter((facts) => facts !== undefined);
  const family = new Set([pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const facts of all) if (family.has(facts.parent)) family.add(facts.pid);
  }
  return all.filter((facts) => family.has(facts.pid));
}

async function readProcess(name: string): Promise<ProcessFacts | undefined> {
  try {
    const [status, commandLine] = await Promise.all([
      readFile(`/proc/${name}/status`, 'utf8'),
      readFile(`/proc/${name}/cmdline`, 'utf8'),
    ]);
    const field = (label: string) => Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    return {
      pid: Number(name),
      parent: field('PPid'),
      uid: field('Uid'),
      seccomp: field('Seccomp'),
      commandLine: commandLine.replaceAll('\0', ' ').trim(),
    };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
