/** The security of the packaged program itself, with the fuses of production and, on Linux, Chromium's sandbox. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decidedFuses } from '../../../scripts/package/fuses.mjs';
import { type Display, openDisplay, personalDisplay } from '../../support/display.ts';
import { createOrdinaryUser, type OrdinaryUser } from '../../support/ordinaryUser.ts';
import { copyPackage, type PackageCopy } from '../../support/packageCopy.ts';
import { PackagedApp } from '../../support/packagedApp.ts';
import { aleksandr } from '../../support/people.ts';
import { processTree } from '../../support/processTree.ts';
import { ServerProcess } from '../../support/server.ts';

const onLinux = process.platform === 'linux';

let user: OrdinaryUser;
let display: Display;
let server: ServerProcess;
let copy: PackageCopy;
let app: PackagedApp;
let page: Page;

beforeAll(async () => {
  user = await createOrdinaryUser();
  copy = await copyPackage();
  display = onLinux ? await openDisplay(undefined, user.ids) : personalDisplay();
  server = await ServerProcess.start();
  app = await PackagedApp.launch({
    executable: copy.executable,
    display,
    profile: aleksandr.profile,
    server: server.url,
    language: 'ru',
  });
  page = app.page;
  await page.getByTestId('sign-in').waitFor();
});

afterAll(async () => {
  await app?.quit();
  await app?.removeData();
  await server?.close();
  await display?.close();
  await copy?.remove();
  await user?.remove();
});

describe('fuses', () => {
  test('every fuse of the wire is known and as decided', async () => {
    const { version, ...wire } = await getCurrentFuseWire(copy.executable);
    expect(version).toBe('1');
    const seen = Object.entries(wire).map(([index, state]) => {
      const fuse = decidedFuses(process.platform).get(Number(index));
      return {
        index,
        fuse: fuse?.name ?? 'unknown: decide it in scripts/package/fuses.mjs',
        on: isOn(state),
      };
    });
    const decided = seen.map(({ index }) => {
      const fuse = decidedFuses(process.platform).get(Number(index));
      return { index, fuse: fuse?.name, on: fuse?.on };
    });
    expect(seen).toEqual(decided);
    expect(seen.length).toBeGreaterThan(FuseV1Options.GrantFileProtocolExtraPrivileges);
  });

  test('the program cannot be turned into Node.js or be debugged', async () => {
    const answer = await new Promise<string>((resolve) => {
      // A second start of the same profile: it steps back at once, whatever it is told.
      const child = execFile(
        copy.executable,
        ['-e', 'console.log("node")', '--inspect=0', ...profileArguments()],
        {
          env: {
            ...display.environment,
            ELECTRON_RUN_AS_NODE: '1',
            NODE_OPTIONS: '--require /etc/hostname --inspect=0',
          },
          timeout: 20_000,
          ...user.ids,
        },
        (_error, stdout, stderr) => resolve(stdout + stderr),
      );
      child.stdin?.end();
    });
    expect(answer).not.toMatch(/^node$/m);
    expect(answer).not.toContain('Debugger listening');
    expect(await page.title()).toContain('Chat3');
  });
});

test('nothing of the testers’ panel is packed, nor what it works by', async () => {
  const marks = new Map([
    ['scripts/panel/panel.js', 'globalThis.panelWords'],
    ['scripts/panel/seat.ts', 'clockOffsetMs'],
    ['tests/support/shiftClock.ts', 'chat3RealDate'],
    ['tests/chaos/faultProxy.ts', 'resetsMidFrame'],
  ]);
  for (const [file, mark] of marks) expect(await readFile(file, 'utf8')).toContain(mark);
  const packed = await readFile(join(copy.resources, 'app.asar'), 'latin1');
  expect(packed).toContain('getDiagnostics');
  expect([...marks.values()].filter((mark) => packed.includes(mark))).toEqual([]);
});

describe('the page', () => {
  test('has nothing of Node.js and only the bridge (S14.1)', async () => {
    const seen = await page.evaluate<Record<string, string>>(
      `Object.fromEntries(['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron'].map((name) => [name, typeof globalThis[name]]))`,
    );
    expect(new Set(Object.values(seen))).toEqual(new Set(['undefined']));
    expect(await page.evaluate('typeof chat3.getSnapshot')).toBe('function');
    // Isolated: what the page does to its own built-ins does not reach the preload.
    expect(
      await page.evaluate(
        `(async () => { const call = Function.prototype.call; Function.prototype.call = () => 'reached'; const answer = await chat3.getSnapshot({}); Function.prototype.call = call; return answer.ok; })()`,
      ),
    ).toBe(true);
  });

  test.runIf(onLinux)('runs in the sandbox', async () => {
    const processes = await processTree(app.processId);
    const renderers = processes.filter(({ commandLine }) => commandLine.includes('--type=renderer'));
    expect(renderers.map(({ seccomp }) => seccomp)).toEqual(renderers.map(() => 2));
    expect(renderers.length).toBeGreaterThan(0);
    expect(processes.filter(({ commandLine }) => commandLine.includes('--no-sandbox'))).toEqual([]);
    expect(processes.filter(({ uid }) => uid === 0)).toEqual([]);
  });

  test('is served from its own folder and nothing else', async () => {
    const outside = join(copy.resources, 'outside.json');
    await writeFile(outside, '"outside"');
    const urls = [
      'app://chat3/../../package.json',
      'app://chat3/%2e%2e/%2e%2e/package.json',
      'app://chat3/..%2f..%2fpackage.json',
      'app://chat3/%252e%252e/package.json',
      'app://chat3/assets/..%5c..%5c..%5cpackage.json',
      'app://other/index.html',
      'app://chat3:80/index.html',
      'file:///etc/passwd',
      `file://${outside}`,
    ];
    const own = await page.evaluate<string>(`document.querySelector('script[src]').src`);
    expect(await loadsAsScript(own)).toBe(true);
    expect(await Promise.all(urls.map((url) => loadsAsScript(url)))).toEqual(urls.map(() => false));
    expect(await imageLoads('app://chat3/../resources/icon.png')).toBe(false);
  });

  test('obeys a policy that lets nothing foreign in', async () => {
    const violations = await page.evaluate<string[]>(`(async () => {
      const seen = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
      const inline = document.createElement('script');
      inline.textContent = 'globalThis.inlineRan = true';
      document.body.append(inline);
      // In a task of its own: the debugger lifts the policy for what it evaluates itself.
      await new Promise((resolve) => setTimeout(() => { try { (0, eval)('globalThis.evalRan = true'); } catch {} resolve(); }));
      await fetch('${server.url}/').catch(() => {});
      const picture = new Image();
      picture.src = '${server.url}/picture.png';
      await new Promise((resolve) => { picture.onerror = resolve; });
      await new Promise((resolve) => setTimeout(resolve));
      inline.remove();
      return [...new Set(seen), String(globalThis.inlineRan), String(globalThis.evalRan)].sort();
    })()`);
    expect(violations).toEqual(
      ['connect-src', 'img-src', 'script-src', 'script-src-elem', 'undefined', 'undefined'].sort(),
    );
  });

  test('gets no permission, asked for or looked up', async () => {
    const seen = await page.evaluate<Record<string, string>>(`(async () => {
      const name = (error) => error.name;
      const states = {};
      for (const permission of ['notifications', 'geolocation', 'camera', 'microphone', 'clipboard-read']) {
        states[permission] = await navigator.permissions.query({ name: permission }).then((status) => status.state, name);
      }
      states.media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', name);
      states.screen = await navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'granted', name);
      states.notification = await Notification.requestPermission();
      return states;
    })()`);
    expect(Object.entries(seen).filter(([, state]) => state === 'granted' || state === 'prompt')).toEqual([]);
  });

  test('cannot leave, nor open another window', async () => {
    const before = page.url();
    const opened = await page.evaluate(`(() => {
      const windows = ['${server.url}/', 'file:///etc/passwd', 'about:blank', 'app://chat3/index.html'].map((url) => window.open(url));
      location.href = '${server.url}/';
      return windows.map((one) => one === null);
    })()`);
    expect(opened).toEqual([true, true, true, true]);
    await page.evaluate(`(() => { location.assign('file:///etc/passwd'); })()`);
    await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))`);
    expect(page.url()).toBe(before);
    expect(page.context().pages()).toHaveLength(1);
    // Playwright's own waiting would wait for the navigation that was refused.
    expect(await page.evaluate(`document.querySelector('[data-testid="sign-in"]') !== null`)).toBe(true);
  });
});

function profileArguments(): string[] {
  return [`--profile=${aleksandr.profile}`, `--user-data-dir=${app.userDataDirectory}`];
}

/** The wire holds the characters 0 and 1; anything else is a fuse that this Electron no longer has. */
function isOn(state: unknown): boolean | undefined {
  return new Map([
    [0x30, false],
    [0x31, true],
  ]).get(Number(state));
}

/** Whether the page may load it, by a dynamic import: the policy allows scripts of the page's own origin. */
function loadsAsScript(url: string): Promise<boolean> {
  return page.evaluate<boolean>(
    `import(${JSON.stringify(url)}).then(() => true, (error) => /Unexpected token|SyntaxError/.test(String(error)))`,
  );
}

function imageLoads(url: string): Promise<boolean> {
  return page.evaluate<boolean>(
    `new Promise((resolve) => { const picture = new Image(); picture.onload = () => resolve(true); picture.onerror = () => resolve(false); picture.src = ${JSON.stringify(url)}; })`,
  );
}
