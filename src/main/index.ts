/** Composition root: builds the parts, wires them, nothing else. */
import './desktop/localeVariable.ts';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, powerMonitor, safeStorage, session } from 'electron';
import type { BridgeEvent } from '../shared/bridge.ts';
import type { UpdateView } from '../shared/updates.ts';
import { changedZoom } from '../shared/zoom.ts';
import { type BridgeLink, originOf, registerBridge } from './bridge.ts';
import { createEngine } from './chat/engine.ts';
import type { Clock } from './chat/ports.ts';
import { createCommands } from './commands.ts';
import { installContextMenu } from './desktop/contextMenu.ts';
import { logProcessFailures } from './desktop/crash.ts';
import { createDeepLinkOpener } from './desktop/deepLinkOpener.ts';
import { collectDeepLinks, registerLinkScheme } from './desktop/deepLinks.ts';
import { deviceName } from './desktop/deviceName.ts';
import { keyStoreLockFile, takeKeyStoreTurn } from './desktop/keyStoreTurn.ts';
import { openLink } from './desktop/links.ts';
import { openLog } from './desktop/log.ts';
import type { Notifier } from './desktop/notifications/notifier.ts';
import { startNotifications } from './desktop/notifications/start.ts';
import { createOpenChatMemory } from './desktop/openChat.ts';
import { watchPowerHints } from './desktop/powerHints.ts';
import { configureProfile, parseLaunchOptions } from './desktop/profile.ts';
import { profileLook } from './desktop/profileLook.ts';
import { registerAppScheme, relaxPolicyForDevelopment, serveRenderer } from './desktop/protocol.ts';
import { saveReport } from './desktop/saveReport.ts';
import { openSecretCipher } from './desktop/secretCipher.ts';
import { applySecurityPolicy, denyPermissions } from './desktop/security.ts';
import { createShell, type Shell } from './desktop/shell.ts';
import { placeDictionaries, prepareSpellCheck } from './desktop/spellCheck.ts';
import { nothingUnread } from './desktop/unreadStore.ts';
import { applyTheme, createMainWindow, focusWindow } from './desktop/window.ts';
import { windowTitle } from './desktop/windowTitle.ts';
import { applyZoom, installZoom } from './desktop/zoom.ts';
import { openNetwork } from './network/network.ts';
import { refuseCertificateSwitches } from './network/networkSession.ts';
import { isInsecure } from './network/serverAddress.ts';
import { policyPath, readPolicy } from './policy/readPolicy.ts';
import { createServerChoice } from './policy/serverChoice.ts';
import { createAccounts } from './storage/accounts.ts';
import { openSettings, systemLanguageOf } from './storage/settings.ts';
import { createVault } from './storage/vault.ts';
import { openUpdates } from './updates/openUpdates.ts';

const built = join(import.meta.dirname, '..');
const resources = join(built, '..', 'resources');
const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
const pageUrl = developmentUrl ?? 'app://chat3/index.html';
const reading = readPolicy(policyPath(process.platform), process.platform === 'win32' ? null : 0);
const { allowInsecureHosts } = reading.policy;
const launch = parseLaunchOptions(process.argv, allowInsecureHosts);
const deepLinks = collectDeepLinks(app, process.argv);

const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

refuseCertificateSwitches(app.commandLine);
registerAppScheme();
if (configureProfile(launch, app)) {
  const log = openLog(app.getPath('logs'), { terminal: developmentUrl !== undefined });
  applySecurityPolicy(app, log);
  logProcessFailures(app, log);
  // Before `ready`: a packaged program's Chromium asks the key store by itself, for the key of its cookies.
  const lockFile = keyStoreLockFile(process.platform, process.env['XDG_RUNTIME_DIR'], app.getPath('appData'));
  const endKeyStoreTurn = await takeKeyStoreTurn(lockFile, log);
  void app.whenReady().then(() => run(log, endKeyStoreTurn));
} else {
  app.exit(0);
}

async function run(log: ReturnType<typeof openLog>, endKeyStoreTurn: () => void): Promise<void> {
  // Before the session comes to be: it would look for its dictionaries at once, and fetch what it does not find.
  placeDictionaries(join(resources, 'dictionaries'), app.getPath('sessionData'), log);
  denyPermissions(session.defaultSession);
  prepareSpellCheck(session.defaultSession, log);
  registerLinkScheme(app, process.platform);
  if (developmentUrl === undefined) serveRenderer(session.defaultSession, join(built, 'renderer'));
  else relaxPolicyForDevelopment(session.defaultSession, new URL(developmentUrl).origin);

  const directory = app.getPath('userData');
  const hidden =
    launch.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
  const systemLanguage = launch.language ?? systemLanguageOf(app.getPreferredSystemLanguages());
  const settings = openSettings({ directory, systemLanguage, log });
  const { http, createSocket, explainOutage, trust } = openNetwork({ allowInsecureHosts, log });
  const cipher = await openSecretCipher(safeStorage, process.platform);
  endKeyStoreTurn();
  const vault = createVault({ directory, cipher, log });

  let link: BridgeLink | null = null;
  let window: BrowserWindow | null = null;
  let notifier: Notifier | null = null;
  let shell: Shell | null = null;
  const publish = (event: BridgeEvent) => {
    link?.publish(event);
    shell?.take(event);
    notifier?.takeEvent(event);
    openChat.review(event);
    linkOpener.review();
  };
  const choice = createServerChoice(reading, {
    commandLine: launch.server,
    stored: () => settings.stored.server,
    store: (server) => void settings.update({ server }),
  });
  const engine = createEngine({
    accounts: createAccounts(vault, log, choice.mayUse),
    http,
    createSocket,
    explainOutage,
    clock,
    random: Math.random,
    log,
    emit: publish,
    onArrivals: (arrivals) => notifier?.takeArrivals(arrivals),
    device: deviceName({
      host: hostname(),
      platform: process.platform,
      release: process.getSystemVersion(),
      profile: launch.profile,
    }),
    server: () => choice.server,
  });

  const emitUpdate = (update: UpdateView) => publish({ type: 'update', update });
  const updates = openUpdates({
    app,
    engine,
    policyUrl: reading.policy.updateUrl,
    profile: launch.profile,
    trust,
    emit: emitUpdate,
    clock,
    log,
  });

  const openChat = createOpenChatMemory({ engine, settings, schedule: clock.schedule });
  const linkOpener = createDeepLinkOpener({
    isPageReady: () => window !== null && !window.isDestroyed() && !window.webContents.isLoading(),
    isSignedIn: () => engine.session().state === 'signedIn',
    find: engine.findDialog,
    isListComplete: () => engine.connection().state === 'live',
    show: (dialogId) => publish({ type: 'showDialog', dialogId, key: null }),
    refuse: () => publish({ type: 'notice', code: 'dialogNotFound' }),
  });

  const setZoom = (zoom: number) => void handlers.updateSettings({ zoom });
  const applySettings = () => {
    const { theme, zoom, spellCheck } = settings.shown;
    applyTheme(theme, window);
    applyZoom(window, zoom);
    session.defaultSession.setSpellCheckerEnabled(spellCheck);
    shell?.applySettings();
  };
  applySettings();
  window = createMainWindow({
    url: pageUrl,
    preload: join(built, 'preload', 'index.cjs'),
    title: windowTitle(nothingUnread, profileLook(launch.profile)),
    icon: join(resources, 'icon.png'),
    settings,
    bounds: launch.window,
    hidden,
    log,
  });
  shell = createShell({
    app,
    window,
    profile: launch.profile,
    resources,
    settings,
    changeSettings: (change) => {
      settings.update(change);
      applySettings();
      publish({ type: 'settings', settings: settings.shown });
    },
    dialogs: () => engine.dialogs(),
    session: () => engine.session(),
    publish,
    changeZoom: (change) => setZoom(changedZoom(settings.shown.zoom, change)),
    hidden,
    development: developmentUrl !== undefined,
    clock,
    log,
  });
  const commands = createCommands({
    engine,
    settings,
    http,
    publish,
    openLink,
    saveReport: async (report) => (window === null ? null : saveReport(window, report)),
    onSettingsChanged: applySettings,
    allowInsecureHosts,
    chooseServer: choice.choose,
    finishClosing: (quit) => shell?.finishClosing(quit),
    openProfile: (name) => shell?.openProfile(name),
    updates,
    app: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      profile: launch.profile,
      profileColor: profileLook(launch.profile).color,
      server: choice.server,
      serverLocked: choice.locked,
      policyProblem: reading.problem,
      insecure: isInsecure(engine.diagnostics().server ?? ''),
    }),
  });
  const handlers = openChat.watch(commands);
  link = registerBridge({ handlers, window, log, allowedOrigin: originOf(pageUrl) ?? pageUrl });
  notifier = startNotifications({ engine, settings, window, clock, log, publish });
  engine.start();
  // Who was signed in already is announced by nobody.
  shell.take({ type: 'session', session: engine.session() });
  const comeForward = () => {
    if (window) focusWindow(window);
  };
  const asked = deepLinks.listen((dialogId) => {
    comeForward();
    linkOpener.open(dialogId);
  });
  openChat.restore(asked);
  if (asked !== null) linkOpener.open(asked);
  window.webContents.on('did-finish-load', linkOpener.review);
  watchPowerHints({ powerMonitor, window, hint: () => engine.hint(), log });
  installContextMenu(window, () => settings.shown.language);
  installZoom(window, { percent: () => settings.shown.zoom, change: setZoom });

  app.on('second-instance', (_event, argv) => {
    if (!parseLaunchOptions(argv).hidden) comeForward();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => {
    openChat.save();
    notifier?.closeAll();
    updates.stop();
    engine.stop();
    vault.close();
  });
}
