import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { _electron, type Page } from 'playwright';
import { openDisplay } from '../../tests/support/display.ts';
import { rootDirectory } from '../../tests/support/root.ts';

interface Icon {
  /** Below `resources/`. */
  file: string;
  svg: string;
  /** Pixels, both ways. */
  size: number;
}

const traySizes = [16, 22, 24, 32, 48];
const overlayCounts = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '9+'];

/** Draws every icon with the renderer that Electron has anyway; resolves with the exit code. */
export async function drawIcons(): Promise<number> {
  const icons = await listIcons();
  const display = await openDisplay({ width: 640, height: 480 });
  try {
    const electron = await _electron.launch({
      executablePath: String(process.env['CHAT3_ELECTRON_PATH']),
      args: [join(rootDirectory, 'scripts', 'icons', 'blank.mjs')],
      chromiumSandbox: process.getuid?.() !== 0,
      env: Object.fromEntries(
        Object.entries(display.environment).map(([name, value]) => [name, value ?? '']),
      ),
    });
    const page = await electron.firstWindow();
    for (const icon of icons) {
      const file = join(rootDirectory, 'resources', icon.file);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, await drawn(page, icon));
    }
    await electron.close();
  } finally {
    await display.close();
  }
  console.log(`${icons.length} icons`);
  return 0;
}

async function listIcons(): Promise<Icon[]> {
  const read = (name: string) => readFile(join(rootDirectory, 'build', name), 'utf8');
  const [tray, template, overlay] = await Promise.all(
    ['tray.svg', 'trayTemplate.svg', 'overlay.svg'].map(read),
  );
  const variants = [
    { name: '', without: /.*class="unread".*\n/g },
    { name: 'Unread', without: /(?!)/g },
  ];
  return [
    ...variants.flatMap(({ name, without }) => [
      ...traySizes.map((size) => ({
        file: `tray/tray${name}-${size}.png`,
        svg: String(tray).replace(without, ''),
        size,
      })),
      // The system knows both by their names: a template, and its double for sharp screens.
      ...[1, 2].map((scale) => ({
        file: `tray/tray${name}Template${scale === 1 ? '' : '@2x'}.png`,
        svg: String(template).replace(without, ''),
        size: 16 * scale,
      })),
    ]),
    ...overlayCounts.map((count) => ({
      file: `overlay/${count === '9+' ? 'many' : count}.png`,
      svg: String(overlay)
        .replace('COUNT', count)
        .replace('font-size="64"', `font-size="${count === '9+' ? 50 : 66}"`),
      size: 32,
    })),
  ];
}

async function drawn(page: Page, { svg, size }: Icon): Promise<Buffer> {
  const source = JSON.stringify(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
  const address = await page.evaluate<string>(`(async () => {
    const image = new Image();
    image.src = ${source};
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} });
    canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size});
    return canvas.toDataURL('image/png');
  })()`);
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}
