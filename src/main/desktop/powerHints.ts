import type { BrowserWindow, PowerMonitor } from 'electron';

export type PowerHint = 'resume' | 'unlock' | 'focus';

/** Moments at which the connection may be dead or the network new. Answers a function that stops listening. */
export function watchPowerHints(options: {
  powerMonitor: PowerMonitor;
  window: BrowserWindow;
  hint: (reason: PowerHint) => void;
}): () => void {
  const { powerMonitor, window, hint } = options;
  const resume = () => hint('resume');
  const unlock = () => hint('unlock');
  const focus = () => hint('focus');
  powerMonitor.on('resume', resume);
  powerMonitor.on('unlock-screen', unlock);
  window.on('focus', focus);
  return () => {
    powerMonitor.off('resume', resume);
    powerMonitor.off('unlock-screen', unlock);
    if (!window.isDestroyed()) window.off('focus', focus);
  };
}
