/** Composition root: builds the parts, wires them, nothing else. */
import './desktop/localeVariable.ts';
import { join } from 'node:path';
import { app, powerMonitor, safeStorage, session } from 'electron';
import type { BridgeEvent } from '../shared/bridge.ts';
import { readAppView } from './appView.ts';
import { originOf, registerBridge } from './bridge.ts';
import { createChangeSettings } from './changeSettings.ts';
import { type Arrival, createEngine } from './chat/engine.ts';
import { systemClock as clock } from './clock.ts';
import { createCommands } from './commands.ts';
import { followAppearance } from './desktop/appearance.ts';
import { installContextMenu } from './desktop/contextMenu.ts';
import { logProcessFailures } from './desktop/crash.ts';
import { collectDeepLinks } from './desktop/deepLinks.ts';
import { ownDeviceName } from './desktop/deviceName.ts';
import { keyStoreLockFile, takeKeyStoreTurn } from './desktop/keyStoreTurn.ts';
import { followLifecycle } from './desktop/lifecycle.ts';
import { openLink } from './desktop/links.ts';
import { openLog } from './desktop/log.ts';
import { startNotifications } from './desktop/notifications/start.ts';
import { createOpenChatMemory } from './desktop/openChat.ts';
import { preparePageSession } from './desktop/pageSession.ts';
import { watchPowerHints } from './desktop/powerHints.ts';
import { configureProfile, parseLaunchOptions } from './desktop/profile.ts';
import { profileLook } from './desktop/profileLook.ts';
import { registerSchemes, serveFiles } from './desktop/protocol.ts';
import { createReportFiles } from './desktop/reportFiles.ts';
import { createSavedFiles } from './desktop/savedFiles.ts';

import { openSecretCipher } from './desktop/secretCipher.ts';
import { applySecurityPolicy } from './desktop/security.ts';
import { createShell } from './desktop/shell.ts';
import { startDeepLinks } from './desktop/startDeepLinks.ts';
import { readSystem } from './desktop/systemView.ts';
import { nothingUnread } from './desktop/unreadStore.ts';
import { createMainWindow } from './desktop/window.ts';
import { windowTitle } from './desktop/windowTitle.ts';
import { installZoom } from './desktop/zoom.ts';
import { createDiagnostics } from './diagnosticsView.ts';
import { createEvents } from './events.ts';
import { createExaminations } from './examinations.ts';
import { createFiles } from './files/files.ts';
import { openNetwork } from './network/network.ts';
import { refuseCertificateSwitches } from './network/networkSession.ts';
import { createPageClock } from './pageClock.ts';
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
const { profile } = launch;
const links = collectDeepLinks(app, process.argv);

refuseCertificateSwitches(app.commandLine);
registerSchemes();
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
  preparePageSession({ resources, page: join(built, 'renderer'), developmentUrl, log });
  const directory = app.getPath('userData');
  const hidden =
    launch.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
  const systemLanguage = launch.language ?? systemLanguageOf(app.getPreferredSystemLanguages());
  const settings = openSettings({ directory, systemLanguage, log });
  const network = openNetwork({ allowInsecureHosts, log });
  const { http, fileRequest, createSocket, explainOutage, trust } = network;
  const cipher = await openSecretCipher(safeStorage, process.platform);
  endKeyStoreTurn();
  // From here to the end in one turn: whatever the page asks for finds everything there.
  const vault = createVault({ directory, cipher, log });
  const events = createEvents<BridgeEvent>(log);
  const arrivals = createEvents<Arrival[]>(log);
  const { publish } = events;
  const changeSettings = createChangeSettings({ settings, publish });

  const window = createMainWindow({
    url: pageUrl,
    preload: join(built, 'preload', 'index.cjs'),
    title: windowTitle(nothingUnread, profileLook(profile)),
    icon: join(resources, 'icon.png'),
    settings,
    bounds: launch.window,
    hidden,
    log,
  });
  followAppearance({ events, settings, window });
  installContextMenu(window, () => settings.shown.language);
  installZoom(window, { settings, changeSettings });

  const choice = createServerChoice(reading, {
    commandLine: launch.server,
    stored: () => settings.stored.server,
    store: (server) => void settings.update({ server }),
  });
  const accounts = createAccounts(vault, log, choice.mayUse);
  const files = createFiles({
    openStore: accounts.openFiles,
    request: fileRequest,
    clock,
    log,
    emit: publish,
  });
  serveFiles(session.defaultSession, files.serve);
  const engine = createEngine({
    accounts,
    http,
    createSocket,
    explainOutage,
    clock,
    random: Math.random,
    log,
    emit: publish,
    onArrivals: arrivals.publish,
    openFiles: files.open,
    device: ownDeviceName(profile),
    server: () => choice.server,
  });
  const updates = openUpdates({
    app,
    engine,
    policyUrl: reading.policy.updateUrl,
    profile,
    trust,
    emit: (update) => publish({ type: 'update', update }),
    clock,
    log,
  });
  const closeNotifications = startNotifications({ engine, settings, window, clock, log, events, arrivals });
  const openChat = createOpenChatMemory({ engine, settings, events, schedule: clock.schedule });
  engine.start();
  // Reads who is signed in and what is unread: at the start nobody tells.
  const shell = createShell({
    app,
    window,
    profile,
    resources,
    settings,
    changeSettings,
    dialogs: engine.dialogs,
    session: engine.session,
    events,
    hidden,
    development: developmentUrl !== undefined,
    clock,
    log,
  });
  const pageClock = createPageClock(clock);
  const handlers = createCommands({
    pageClock,
    engine,
    settings,
    changeSettings,
    http,
    examinations: createExaminations({ way: network.way, clock, emit: publish }),
    openLink,
    files,
    savedFiles: createSavedFiles({ files, window }),
    ...createDiagnostics({ engine, fileBytes: () => files.account().bytes(), system: readSystem, clock }),
    reportFiles: createReportFiles(window),
    allowInsecureHosts,
    chooseServer: choice.choose,
    finishClosing: shell.finishClosing,
    openProfile: shell.openProfile,
    updates,
    app: () => readAppView({ engine, profile, choice, reading }),
  });
  const allowedOrigin = originOf(pageUrl) ?? pageUrl;
  registerBridge({ handlers, events, window, log, allowedOrigin, pageClock, schedule: clock.schedule });
  openChat.restore(startDeepLinks({ links, engine, events, window }));
  watchPowerHints({ powerMonitor, window, hint: engine.hint, log });
  const endings = [openChat.save, closeNotifications, updates.stop, engine.stop, vault.close];
  followLifecycle({ app, window, endings });
}
