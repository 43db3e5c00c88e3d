/** The one way to change settings, whoever does: they are kept, then told. What follows from them follows the event. */
import type { BridgeEvent } from '../shared/bridge.ts';
import type { Settings } from '../shared/settings.ts';
import type { SettingsStore } from './storage/settings.ts';

/** undefined: unchanged. */
export type ChangeSettings = (change: { [Name in keyof Settings]?: Settings[Name] | undefined }) => void;

export function createChangeSettings(options: {
  settings: SettingsStore;
  publish(event: BridgeEvent): void;
}): ChangeSettings {
  const { settings, publish } = options;
  return (change) => {
    settings.update(change);
    publish({ type: 'settings', settings: settings.shown });
  };
}
