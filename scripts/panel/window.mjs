// @ts-check
// The window of the panel: a program of its own, so that nothing of it is in the app.
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, Menu, screen } from 'electron';

/** @param {string} name */
const option = (name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? '';

app.on('window-all-closed', () => app.quit());
// Not awaited here: Electron is ready only once this module has been read.
void app.whenReady().then(() => {
  Menu.setApplicationMenu(null);
  const free = screen.getPrimaryDisplay().workArea;
  // X11 places a window by its contents: the title bar stands above them.
  const titleBar = process.platform === 'linux' ? 28 : 0;
  const height = Number(option('panel-height')) - titleBar;
  const bounds = { ...free, y: free.y + free.height - height, height };
  const window = new BrowserWindow({ ...bounds, title: 'Chat3 QA' });
  return window.loadFile(fileURLToPath(new URL('panel.html', import.meta.url)), {
    query: { language: option('panel-language') },
  });
});
