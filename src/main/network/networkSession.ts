import { type App, app, type Session, session } from 'electron';

const systemNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS',
  linux: 'Linux',
  win32: 'Windows',
};

/**
 * A session that talks to the server: the system's proxy and certificates, but in memory and without a cache, so that
 * no answer is left on disk. Call after `ready`.
 */
export function openNetworkSession(name: 'network' | 'examination'): Session {
  const network = session.fromPartition(name, { cache: false });
  // What the person reads in the list of their devices.
  network.setUserAgent(
    `${app.getName()} ${app.getVersion()} (${systemNames[process.platform] ?? process.platform})`,
  );
  withoutDictionaries(network);
  return network;
}

/** A new session fetches dictionaries from Google, also while spell-checking is off, unless it has no language to check. */
function withoutDictionaries(created: Session): void {
  created.setSpellCheckerEnabled(false);
  created.setSpellCheckerLanguages([]);
}

/** Chromium would accept any certificate with these; nobody's shortcut may say so. Call before `ready`. */
export function refuseCertificateSwitches(command: App['commandLine']): void {
  for (const name of [
    'ignore-certificate-errors',
    'ignore-certificate-errors-spki-list',
    'allow-insecure-localhost',
  ]) {
    command.removeSwitch(name);
  }
}
