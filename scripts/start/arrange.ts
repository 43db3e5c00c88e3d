import type { App } from '../../tests/support/app.ts';

/**
 * Puts the windows side by side on the part of the screen that panels leave free; more than three take two rows.
 * @param below pixels that stay free for another window
 */
export async function arrange(apps: readonly App[], below = 0): Promise<void> {
  const rows = apps.length > 3 ? 2 : 1;
  const columns = Math.ceil(apps.length / rows);
  await Promise.all(
    apps.map(async (app, index) => {
      const place = { column: index % columns, row: Math.floor(index / columns), columns, rows, below };
      await app.electron.evaluate(({ BrowserWindow, screen }, { column, row, columns, rows, below }) => {
        const area = screen.getPrimaryDisplay().workArea;
        // X11 places a window by its contents: the title bar stands above them.
        const titleBar = process.platform === 'linux' ? 28 : 0;
        const width = Math.floor(area.width / columns);
        const height = Math.floor((area.height - below) / rows);
        const [x, y] = [area.x + column * width, area.y + row * height + titleBar];
        const bounds = { x, y, width, height: height - titleBar };
        for (const window of BrowserWindow.getAllWindows()) window.setBounds(bounds);
      }, place);
    }),
  );
}
