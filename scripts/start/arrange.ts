import type { App } from '../../tests/support/app.ts';

/** Puts the windows side by side on the part of the screen that panels leave free; more than three take two rows. */
export async function arrange(apps: readonly App[]): Promise<void> {
  const rows = apps.length > 3 ? 2 : 1;
  const columns = Math.ceil(apps.length / rows);
  await Promise.all(
    apps.map(async (app, index) => {
      const place = { column: index % columns, row: Math.floor(index / columns), columns, rows };
      await app.electron.evaluate(({ BrowserWindow, screen }, { column, row, columns, rows }) => {
        const area = screen.getPrimaryDisplay().workArea;
        const width = Math.floor(area.width / columns);
        const height = Math.floor(area.height / rows);
        const bounds = { x: area.x + column * width, y: area.y + row * height, width, height };
        for (const window of BrowserWindow.getAllWindows()) window.setBounds(bounds);
      }, place);
    }),
  );
}
