import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes down where an app and all its processes connect or send to, as the kernel sees it. */
export class ConnectionLog {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async create(): Promise<ConnectionLog> {
    return new ConnectionLog(await mkdtemp(join(tmpdir(), 'chat3-connections-')));
  }

  /** An executable that starts this one under observation. */
  async wrap(executable: string): Promise<string> {
    const script = join(this.#directory, 'start');
    const calls = 'trace=connect,sendto,sendmsg,sendmmsg';
    const options = `-D -f -qq -yy -s 64 -e ${calls} -e signal=none -o '${join(this.#directory, 'calls')}'`;
    await writeFile(script, `#!/bin/sh\nexec strace ${options} -- '${executable}' "$@"\n`);
    await chmod(script, 0o755);
    return script;
  }

  /** `address:port` of everything on a network, each once; ask when the app has ended. */
  async targets(): Promise<string[]> {
    const calls = await readFile(join(this.#directory, 'calls'), 'utf8');
    return targetsIn(calls);
  }

  async remove(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/**
 * Reads what strace writes. Connecting a datagram socket sends nothing: that is how Chromium and the C library ask the
 * kernel for a route.
 */
export function targetsIn(calls: string): string[] {
  const found = new Set<string>();
  const ipv4 = /sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g;
  const ipv6 = /sa_family=AF_INET6, sin6_port=htons\((\d+)\),.*?inet_pton\(AF_INET6, "([^"]+)"/g;
  for (const call of calls.split('\n')) {
    if (/ connect\(\d+<UDP/.test(call)) continue;
    for (const pattern of [ipv4, ipv6]) {
      for (const [, port, address] of call.matchAll(pattern)) {
        found.add(address?.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
      }
    }
    const connected = /<UDP(?:v6)?:\[\S+->(\S+?)\]>/.exec(call)?.[1];
    if (connected) found.add(connected);
  }
  return [...found].sort();
}
