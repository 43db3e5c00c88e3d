/** electron-updater behind our own door: it loads and installs, but decides nothing. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Session } from 'electron';
import electronUpdater from 'electron-updater';
import { signedProvider } from './signedProvider.ts';
import { UpdateFailure, type Updater } from './updates.ts';

/** What was loaded, and what it may be according to the signed manifest. */
interface Loaded {
  path: string;
  /** In base64. */
  sha512: string[];
}

/**
 * Call after `ready`. `trust` lets the session believe the authorities that this computer believes; `restartWith` are the
 * arguments of the new version on Linux, where the library would start it as if nobody had named a profile.
 */
export function createElectronUpdater({
  url,
  key,
  trust,
  restartWith,
}: {
  url: string;
  key: string;
  trust: (session: Session, url: string) => void;
  restartWith: readonly string[];
}): Updater {
  const updater =
    process.platform === 'linux' ? createAppImageUpdater(restartWith) : electronUpdater.autoUpdater;
  let offered: string[] = [];
  let loaded: Loaded | null = null;
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  // Whole files only: their one hash is in the signed manifest.
  updater.disableDifferentialDownload = true;
  updater.disableWebInstaller = true;
  updater.setFeedURL({ provider: 'custom', updateProvider: signedProvider(url, key) });

  // Redirects would lead to hosts that neither the build nor the policy names.
  const { origin } = new URL(url);
  updater.netSession.webRequest.onBeforeRequest(({ url: asked }, answer) => {
    answer({ cancel: new URL(asked).origin !== origin });
  });
  trust(updater.netSession, url);

  return {
    async check() {
      try {
        const result = await updater.checkForUpdates();
        if (!result?.isUpdateAvailable) return null;
        offered = result.updateInfo.files.map(({ sha512 }) => sha512);
        return result.updateInfo.version;
      } catch (error) {
        throw error instanceof UpdateFailure ? error : new UpdateFailure('unreachable', error);
      }
    },
    async download(onPercent, signal) {
      const report = ({ percent }: { percent: number }) => onPercent(percent);
      const token = new electronUpdater.CancellationToken();
      signal.addEventListener('abort', () => token.cancel());
      updater.on('download-progress', report);
      try {
        const [path] = await updater.downloadUpdate(token);
        loaded = path === undefined ? null : { path, sha512: offered };
      } catch (error) {
        throw new UpdateFailure(isMismatch(error) ? 'damaged' : 'unreachable', error);
      } finally {
        updater.off('download-progress', report);
      }
    },
    async install() {
      // Hours may lie between the two, and the library removes the old version before it looks for the new one.
      if (loaded === null || !(await isStillWhatItWas(loaded))) throw new UpdateFailure('damaged');
      let failure: Error | null = null;
      const note = (error: Error) => {
        failure = error;
      };
      updater.on('error', note);
      updater.quitAndInstall(false, true);
      updater.off('error', note);
      if (failure !== null) throw new UpdateFailure('notInstalled', failure);
    },
  };
}

async function isStillWhatItWas({ path, sha512 }: Loaded): Promise<boolean> {
  const hash = createHash('sha512');
  try {
    await pipeline(createReadStream(path), hash);
  } catch {
    return false;
  }
  return sha512.includes(hash.digest('base64'));
}

function createAppImageUpdater(restartWith: readonly string[]) {
  class AppImageUpdater extends electronUpdater.AppImageUpdater {
    protected override spawnLog(command: string, _args?: string[], env?: unknown): Promise<boolean> {
      return super.spawnLog(command, [...restartWith], env);
    }
  }
  return new AppImageUpdater();
}

function isMismatch(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_CHECKSUM_MISMATCH';
}
