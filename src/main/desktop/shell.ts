/** Everything of the window outside its page: tray, badge, title, menu, closing and quitting, starting with the system. */
import { join } from 'node:path';
import { type App, autoUpdater, type BrowserWindow, nativeImage } from 'electron';
import type { BridgeEvent } from '../../shared/bridge.ts';
import { doNotDisturbUntil } from '../../shared/doNotDisturb.ts';
import type { DialogView, SessionView } from '../../shared/views.ts';
import type { ChangeSettings } from '../changeSettings.ts';
import type { Clock, Log } from '../chat/ports.ts';
import type { Events } from '../events.ts';
import type { SettingsStore } from '../storage/settings.ts';
import { followSetting, openAutostart } from './autostart/autostart.ts';
import { showBadge } from './badge.ts';
import { hideWindow, keepRunningWhenClosed, settlePage } from './closing.ts';
import { installMenu } from './menu.ts';
import { createPageRequests } from './pageRequests.ts';
import { profileLook } from './profileLook.ts';
import { listProfiles, openProfile, profileCommand, thisProgram } from './profiles.ts';
import { createTray } from './tray/tray.ts';
import { createTrayClick } from './tray/trayClick.ts';
import { hasTrayHost } from './tray/trayHost.ts';
import { unreadSentence } from './tray/trayWords.ts';
import { watchTrayHost } from './tray/watchTrayHost.ts';
import { createUnreadStore, nothingUnread, type Unread } from './unreadStore.ts';
import { focusWindow } from './window.ts';
import { windowTitle } from './windowTitle.ts';
import { zoomBy } from './zoom.ts';

export interface Shell {
  /** What the person answered to the screen `closing`. */
  finishClosing(quit: boolean): void;
  openProfile(name: string): void;
}

export interface ShellOptions {
  app: App;
  window: BrowserWindow;
  profile: string;
  /** The folder of the images. */
  resources: string;
  settings: SettingsStore;
  changeSettings: ChangeSettings;
  dialogs(): readonly DialogView[];
  session(): SessionView;
  events: Events<BridgeEvent>;
  /** Started with the system: seen in the tray alone, or minimised where there is none. */
  hidden: boolean;
  development: boolean;
  clock: Clock;
  log: Log;
}

/** How long a panel may take to come up after a program that starts with the system. */
const panelPatienceMs = 10_000;

export function createShell(options: ShellOptions): Shell {
  const { app, window, profile, settings, changeSettings, events, clock, log, resources } = options;
  const { platform } = process;
  const look = profileLook(profile);
  const show = () => focusWindow(window);
  const page = createPageRequests({ window, publish: events.publish, show });

  const tray = createTray({
    platform,
    folder: join(resources, 'tray'),
    look,
    actions: {
      open: show,
      doNotDisturb: (choice) => changeSettings({ doNotDisturbUntil: doNotDisturbUntil(choice, clock.now()) }),
      settings: () => page.showScreen('settings'),
      quit: () => app.quit(),
    },
    onClick: createTrayClick({ window, clock, show, hide: () => hideWindow(window) }),
    log,
  });
  const host = watchTrayHost({
    hasHost: () => hasTrayHost(platform),
    schedule: clock.schedule,
    onAppear: tray.renew,
  });
  const autostart = followSetting(
    openAutostart({
      app,
      platform,
      profile,
      command: profileCommand(thisProgram(app), profile),
      configDirectory: app.getPath('appData'),
      icon: join(resources, 'icon.png'),
    }),
    {
      get: () => settings.stored.startWithSystem ?? false,
      set: (startWithSystem) => void settings.update({ startWithSystem }),
    },
  );
  let unread = nothingUnread;
  const unreadStore = createUnreadStore({ dialogs: options.dialogs, onChange: showUnread });

  function showUnread(current: Unread): void {
    unread = current;
    if (window.isDestroyed()) return;
    window.setTitle(windowTitle(current, look));
    showBadge({
      app,
      window,
      platform,
      folder: join(resources, 'overlay'),
      readImage: (file) => nativeImage.createFromPath(file),
      count: current.messages,
      words: unreadSentence(current, settings.shown.language),
    });
    showTray();
  }

  function showTray(): void {
    const { language, doNotDisturbUntil: until } = settings.shown;
    tray.show({ language, unread, doNotDisturbUntil: until, now: clock.now() });
  }

  function showMenu(): void {
    installMenu(
      {
        language: settings.shown.language,
        platform,
        signedIn: options.session().state === 'signedIn',
        development: options.development,
        profiles: listProfiles(app.getPath('userData'), profile),
        profile,
      },
      {
        showScreen: page.showScreen,
        runAction: page.runAction,
        openProfile: open,
        changeZoom: zoomBy(options),
      },
    );
  }

  function open(name: string): void {
    if (name !== profile) openProfile(profileCommand(thisProgram(app), name), log);
    // The radio that was clicked belongs to the other window.
    showMenu();
  }

  let cancelExpiry = () => {};
  function watchDoNotDisturb(): void {
    cancelExpiry();
    const until = settings.shown.doNotDisturbUntil;
    if (until === null) return;
    const end = () => changeSettings({ doNotDisturbUntil: null });
    cancelExpiry = clock.schedule(Math.max(0, until - clock.now()), end);
  }

  function applySettings(): void {
    if (!autostart.apply()) {
      log.warn('autostart.refused', {});
      events.publish({ type: 'settings', settings: settings.shown });
    }
    showMenu();
    showTray();
    watchDoNotDisturb();
  }

  async function startHidden(): Promise<void> {
    if (await host.wait(panelPatienceMs)) return;
    if (!window.isDestroyed() && !window.isVisible()) window.minimize();
  }

  keepRunningWhenClosed({
    app,
    window,
    autoUpdater,
    trayHost: host.ask,
    explained: () => settings.stored.closingExplained,
    explain: () => {
      settings.update({ closingExplained: true });
      page.showScreen('closing');
    },
    settle: () => settlePage(window),
  });
  // Another profile may have been made meanwhile.
  window.on('focus', showMenu);
  app.on('activate', show);
  app.once('will-quit', tray.remove);
  events.subscribe((event) => {
    unreadStore.take(event);
    if (event.type === 'session') showMenu();
    if (event.type === 'settings') applySettings();
  });
  showUnread(unread);
  applySettings();
  if (options.hidden) void startHidden();

  return {
    finishClosing: (quit) => (quit ? app.quit() : hideWindow(window)),
    openProfile: open,
  };
}
