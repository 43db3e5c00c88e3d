import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { App } from '../support/app.ts';
import { takeCrashes } from '../support/crashes.ts';
import { adoptDisplay } from '../support/display.ts';
import { faultsIn } from '../support/kernelLog.ts';
import { until } from '../support/until.ts';

const onLinux = process.platform === 'linux';

/** Starts a program without LC_ALL, as most desktops do. */
async function withoutLocaleVariable() {
  const directory = await mkdtemp(join(tmpdir(), 'chat3-environment-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return {
    async wrap(executable: string): Promise<string> {
      const script = join(directory, 'start');
      await writeFile(script, `#!/bin/sh\nexec env -u LC_ALL '${executable}' "$@"\n`);
      await chmod(script, 0o755);
      return script;
    },
  };
}

test.runIf(onLinux)(
  'LC_ALL is there without choosing the language, and whatever crashes is found',
  async () => {
    const app = await App.launch({
      display: adoptDisplay(inject('display')),
      profile: 'crashing',
      language: 'en',
      machine: await withoutLocaleVariable(),
    });
    onTestFinished(() => app.removeData());
    const foundAtStart = (await readFile(`/proc/${app.processId}/environ`, 'utf8'))
      .split('\0')
      .filter((entry) => entry.startsWith('LC_ALL'));
    expect(foundAtStart).toEqual([]);
    expect(await app.electron.evaluate(() => process.env['LC_ALL'])).toBe('');
    expect(await app.electron.evaluate(({ app }) => app.getLocale())).toBe('en-US');
    expect(await app.page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await takeCrashes()).toEqual([]);

    const crashOf = async (pid: number) => {
      process.kill(pid, 'SIGSEGV');
      const [crash] = await until('the crash is found', async () => {
        const found = await takeCrashes();
        return found.length > 0 ? found : undefined;
      });
      return crash;
    };
    const pidOf = (kind: string) =>
      app.electron.evaluate(
        ({ app }, type) => app.getAppMetrics().find((one) => one.type === type)?.pid ?? 0,
        kind,
      );
    expect(await crashOf(await pidOf('GPU'))).toMatch(/^crashing: .*process\.gone .*"reason":"crashed"/);
    expect(await crashOf(await pidOf('Tab'))).toMatch(/^crashing: .*window\.crashed .*"reason":"crashed"/);
    expect(await crashOf(app.processId)).toBe('crashing: the main process ended by SIGSEGV');
    expect(await takeCrashes()).toEqual([]);
  },
);

test('the kernel’s words for a fault are understood, and those of others left alone', () => {
  const log = [
    '[   10.000001] electron[42]: segfault at 0 ip 0000000000000000 sp 00007ffd error 14 in electron[5500+1000]',
    '[   11.500000] traps: Bluez D-Bus thr[43] general protection fault ip:7f2a sp:7f2b error:0 in libc.so.6[7f2a+155000]',
    '[   12.000000] traps: chat3-desktop[44] trap invalid opcode ip:55d0 sp:7ffd error:0 in chat3-desktop[55d0+8000]',
    '[   12.000000] traps: Chrome_ChildIOT[45] trap int3 ip:55d0 sp:7ffd error:0',
    '[   13.000000] electron[99]: segfault at 0 ip 0000000000000000 sp 00007ffd error 14',
    '[    9.000000] electron[42]: segfault at 0 ip 0000000000000000 sp 00007ffd error 14',
    '[   14.000000] EXT4-fs (vda): mounted filesystem [42] with trap doors',
  ].join('\n');
  expect(faultsIn(log, new Set([42, 43, 44, 45]), 10).map((fault) => fault.slice(0, 34))).toEqual([
    'electron[42] segfault at 0 ip 0000',
    'Bluez D-Bus thr[43] general protec',
    'chat3-desktop[44] trap invalid opc',
    'Chrome_ChildIOT[45] trap int3 ip:5',
  ]);
  expect(faultsIn(log, new Set(), 0)).toEqual([]);
});
