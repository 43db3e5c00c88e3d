const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let onSignal: () => void = () => process.exit(130);

/** Resolves with the exit code when somebody asks us to stop. */
export function nextSignal(): Promise<number> {
  return new Promise((resolve) => {
    onSignal = () => resolve(0);
    for (const signal of signals) process.on(signal, onSignal);
  });
}

/** Playwright ends this process on a signal as soon as its apps are gone, before the server and the data are. */
export function takeSignalsBack(): void {
  for (const signal of signals) {
    process.removeAllListeners(signal);
    process.on(signal, onSignal);
  }
}
