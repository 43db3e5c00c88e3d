import { networkInterfaces } from 'node:os';
import type { BrowserWindow, PowerMonitor } from 'electron';
import type { Log } from '../chat/ports.ts';
import { createMomentWatch, lookEveryMs, type Moment } from './moments.ts';

type PowerHint = 'resume' | 'unlock' | 'focus' | Moment;

/**
 * Moments at which the connection may be dead or the network new. Answers a function that stops listening.
 *
 * Falling asleep and locking are only written down: everything is stored already, a short sleep leaves the connection
 * alive, and asking before it would judge it by an answer that the sleep holds up. On Linux Electron tells of sleep
 * (from logind) but not of locking; the focus that follows unlocking stands in for it.
 */
export function watchPowerHints(options: {
  powerMonitor: PowerMonitor;
  window: BrowserWindow;
  hint: () => void;
  log: Log;
}): () => void {
  const { powerMonitor, window, log } = options;
  const hint = (reason: PowerHint) => {
    if (reason !== 'focus') log.info('connection.hinted', { reason });
    options.hint();
  };
  const resume = () => hint('resume');
  const unlock = () => hint('unlock');
  const focus = () => hint('focus');
  const suspend = () => log.info('system.suspended');
  const lock = () => log.info('system.locked');
  const look = createMomentWatch({ now: Date.now, addresses, tell: hint });
  const timer = setInterval(look, lookEveryMs);
  powerMonitor.on('suspend', suspend);
  powerMonitor.on('resume', resume);
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('unlock-screen', unlock);
  window.on('focus', focus);
  return () => {
    clearInterval(timer);
    powerMonitor.off('suspend', suspend);
    powerMonitor.off('resume', resume);
    powerMonitor.off('lock-screen', lock);
    powerMonitor.off('unlock-screen', unlock);
    if (!window.isDestroyed()) window.off('focus', focus);
  };
}

/** Some sandboxes forbid the question: then only the clock and the system tell. */
function addresses(): ReturnType<typeof networkInterfaces> {
  try {
    return networkInterfaces();
  } catch {
    return {};
  }
}
