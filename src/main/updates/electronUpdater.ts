/** electron-updater behind our own door: it loads and installs, but decides nothing. */
import electronUpdater from 'electron-updater';
import { signedProvider } from './signedProvider.ts';
import { UpdateFailure, type Updater } from './updates.ts';

/** Call after `ready`. */
export function createElectronUpdater({ url, key }: { url: string; key: string }): Updater {
  const updater = electronUpdater.autoUpdater;
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

  return {
    async check() {
      try {
        const result = await updater.checkForUpdates();
        return result?.isUpdateAvailable ? result.updateInfo.version : null;
      } catch (error) {
        throw error instanceof UpdateFailure ? error : new UpdateFailure('unreachable', error);
      }
    },
    async download(onPercent) {
      const report = ({ percent }: { percent: number }) => onPercent(percent);
      updater.on('download-progress', report);
      try {
        await updater.downloadUpdate();
      } catch (error) {
        throw new UpdateFailure(isMismatch(error) ? 'damaged' : 'unreachable', error);
      } finally {
        updater.off('download-progress', report);
      }
    },
    install() {
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

function isMismatch(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_CHECKSUM_MISMATCH';
}
