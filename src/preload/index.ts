import { contextBridge, ipcRenderer } from 'electron';
import { commandChannel, commandNames, eventChannel } from '../shared/bridgeNames.ts';

/** Functions by name and nothing else: the page can reach no channel but these. */
const bridge: Record<string, unknown> = {
  onEvents: (listener: (events: unknown) => void) => {
    const forward = (_event: unknown, events: unknown) => listener(events);
    ipcRenderer.on(eventChannel, forward);
    return () => {
      ipcRenderer.off(eventChannel, forward);
    };
  },
};
for (const name of commandNames) {
  // With the page's time, by which the main process knows how the two clocks differ (S21.2).
  bridge[name] = (input: unknown) =>
    ipcRenderer.invoke(commandChannel, name, input, performance.timeOrigin + performance.now());
}

contextBridge.exposeInMainWorld('chat3', bridge);
