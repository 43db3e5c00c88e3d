import { Notification } from 'electron';
import type { ShowNotification } from './ports.ts';
import { escapeMarkup } from './texts.ts';

/**
 * Electron's notifications. On Linux the daemon reads the body as markup and Electron hands it over as it is, and Electron
 * tells the daemon nothing about sound, so that `playSound` makes it.
 */
export function systemNotifications(platform: NodeJS.Platform, playSound: () => void): ShowNotification {
  return (request) => {
    if (platform === 'linux' && !request.silent) playSound();
    if (!Notification.isSupported()) {
      setImmediate(() => request.onFailed('not supported'));
      return () => {};
    }
    const { title, body, silent, replyPlaceholder } = request;
    const notification = new Notification({
      title,
      body: platform === 'linux' ? escapeMarkup(body) : body,
      silent,
      urgency: 'normal',
      timeoutType: 'default',
      ...(replyPlaceholder === null ? {} : { hasReply: true, replyPlaceholder }),
    });
    notification.on('click', () => request.onClick());
    notification.on('show', () => request.onShown());
    notification.on('close', ({ reason }: { reason?: string }) => {
      // On Windows it has only gone to the action centre, where it can be clicked and has to be taken back.
      if (reason !== 'timedOut') request.onClose();
    });
    // Comes while `show` is still running.
    notification.on('failed', (_event, error) => setImmediate(() => request.onFailed(error)));
    // Electron 33 names the text as a second argument, later ones within the first.
    notification.on('reply', (event: { reply?: unknown }, reply?: unknown) => {
      const text = typeof event.reply === 'string' ? event.reply : reply;
      if (typeof text === 'string') request.onReply(text);
    });
    notification.show();
    return () => notification.close();
  };
}
