/** How long the packaged program takes to its first painted frame, against a bare window of the same binary. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { openDisplay, personalDisplay } from '../../tests/support/display.ts';
import { copyPackage } from '../../tests/support/packageCopy.ts';
import { PackagedApp } from '../../tests/support/packagedApp.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { until } from '../../tests/support/until.ts';

const rounds = 7;
/** The first round fills the disk's cache. */
const dropped = 1;

const bareMain = `
const { app, BrowserWindow } = require('electron');
app.setPath('userData', process.argv.find((one) => one.startsWith('--user-data-dir=')).slice(16));
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1080, height: 760, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadURL('data:text/html,<title>Bare</title><p>Bare');
});
`;

/** Prints the table and writes reports/packageStart.json; resolves with the exit code. */
export async function measureStart(): Promise<number> {
  const display = process.platform === 'linux' ? await openDisplay() : personalDisplay();
  const [app, bare] = [await copyPackage(), await copyPackage()];
  try {
    await makeBare(bare);
    const directory = join(display.environment['HOME'] ?? app.directory, 'chat3-start');
    const firstPaint = async (executable: string, profile: string) => {
      const userDataDirectory = join(directory, profile);
      await mkdir(userDataDirectory, { recursive: true });
      const options = { executable, display, profile, userDataDirectory, language: 'ru' as const };
      const started = await PackagedApp.launch(options);
      const paint = () =>
        started.page.evaluate<number>(
          `(() => { const [entry] = performance.getEntriesByName('first-contentful-paint'); return entry ? performance.timeOrigin + entry.startTime : 0; })()`,
        );
      const paintedAt = await until('the window is painted', paint, 30_000);
      await started.quit();
      return paintedAt - started.spawnedAt;
    };
    const pairs: { app: number; bare: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      pairs.push({
        bare: await firstPaint(bare.executable, 'bare'),
        app: await firstPaint(app.executable, 'app'),
      });
    }
    return await report(pairs.slice(dropped));
  } finally {
    await Promise.all([app.remove(), bare.remove()]);
    await display.close();
  }
}

/** The same program with a window and nothing else in it, loaded from a folder instead of the archive. */
async function makeBare({ resources, executable }: { resources: string; executable: string }): Promise<void> {
  await rm(join(resources, 'app.asar'));
  await rm(join(resources, 'app.asar.unpacked'), { recursive: true });
  await mkdir(join(resources, 'app'));
  await writeFile(
    join(resources, 'app', 'package.json'),
    JSON.stringify({ name: 'bare', main: 'main.cjs', version: '0.0.0' }),
  );
  await writeFile(join(resources, 'app', 'main.cjs'), bareMain);
  await flipFuses(executable, { version: FuseVersion.V1, [FuseV1Options.OnlyLoadAppFromAsar]: false });
}

async function report(pairs: { app: number; bare: number }[]): Promise<number> {
  const result = {
    electron: process.env['CHAT3_ELECTRON_VERSION'],
    rounds: pairs.length,
    appMs: Math.round(median(pairs.map((pair) => pair.app))),
    bareMs: Math.round(median(pairs.map((pair) => pair.bare))),
    ratio: Math.round(median(pairs.map((pair) => pair.app / pair.bare)) * 100) / 100,
  };
  await mkdir(join(rootDirectory, 'reports'), { recursive: true });
  await writeFile(
    join(rootDirectory, 'reports', 'packageStart.json'),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  console.table({
    'packaged app, spawn → first frame, ms': { median: result.appMs },
    'bare window of the same binary, ms': { median: result.bareMs },
    'median of the ratios': { median: result.ratio },
  });
  return 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2;
}
