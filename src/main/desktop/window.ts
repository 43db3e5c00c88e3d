import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Settings } from '../../shared/settings.ts';
import type { Log } from '../chat/ports.ts';
import type { SettingsStore } from '../storage/settings.ts';
import { recoverFromCrashes } from './crash.ts';
import type { WindowBounds } from './profile.ts';
import { boundsOnScreen, minimumSize, sizeOnScreen } from './windowBounds.ts';

export interface WindowOptions {
  /** `app://chat3/index.html`, or the dev server's address in development. */
  url: string;
  /** Absolute path of the built preload. */
  preload: string;
  title: string;
  icon: string;
  settings: SettingsStore;
  /** From the command line: beats what was remembered, and is not remembered. */
  bounds: WindowBounds | null;
  /** Stays unseen until somebody shows it. */
  hidden: boolean;
  log: Log;
}

const saveDelayMs = 500;

/** Must match the page's own background, or opening flashes. */
const backgrounds = { light: '#edf1f7', dark: '#0d1117' };

/** Makes the one window, shown once it has something to show. */
export function createMainWindow(options: WindowOptions): BrowserWindow {
  const { settings, bounds, title, hidden, log } = options;
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const remembered = settings.stored.windowBounds;
  // Before the window, which begins with the colour of its background.
  nativeTheme.themeSource = settings.shown.theme;
  const placed = bounds ?? (remembered ? boundsOnScreen(remembered, areas) : null);
  const window = new BrowserWindow({
    ...(placed ?? sizeOnScreen(screen.getPrimaryDisplay().workArea)),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title,
    icon: options.icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
      zoomFactor: settings.shown.zoom / 100,
      // The sound of a new message must not wait for the first click.
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('show', () => {
    if (bounds) return;
    if (settings.stored.windowMaximized) window.maximize();
    rememberBounds(window, settings);
  });
  if (!hidden) window.once('ready-to-show', () => window.show());
  recoverFromCrashes(window, log);
  window.loadURL(options.url).catch(() => log.warn('window.loadFailed', {}));
  return window;
}

/** Follows the chosen theme: «system» is the system's. */
export function applyTheme(theme: Settings['theme'], window: BrowserWindow): void {
  nativeTheme.themeSource = theme;
  if (!window.isDestroyed()) window.setBackgroundColor(backgroundColor());
}

/** Brings the window forward, as when the program is started again. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light;
}

function rememberBounds(window: BrowserWindow, settings: SettingsStore): void {
  let timer: NodeJS.Timeout | null = null;
  const save = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    // Normal bounds: what it returns to after being maximised.
    settings.update({ windowBounds: window.getNormalBounds(), windowMaximized: window.isMaximized() });
  };
  const saveSoon = () => {
    timer ??= setTimeout(() => {
      if (!window.isDestroyed()) save();
    }, saveDelayMs);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
}
