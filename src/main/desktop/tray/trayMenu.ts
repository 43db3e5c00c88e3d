import type { MenuItemConstructorOptions } from 'electron';
import type { DoNotDisturbChoice } from '../../../shared/doNotDisturb.ts';
import type { Settings } from '../../../shared/settings.ts';
import { quietUntil, trayWordsIn } from './trayWords.ts';

export interface TrayActions {
  open(): void;
  doNotDisturb(choice: DoNotDisturbChoice): void;
  settings(): void;
  quit(): void;
}

/** The tray's menu; `doNotDisturbUntil` and `now` in milliseconds since 1970, null or past: notifications are on. */
export function trayMenu(
  state: { language: Settings['language']; doNotDisturbUntil: number | null; now: number },
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const { language, doNotDisturbUntil: until, now } = state;
  const words = trayWordsIn(language);
  const quiet = until !== null && until > now;
  const choice = (name: DoNotDisturbChoice): MenuItemConstructorOptions => ({
    label: words[name],
    click: () => actions.doNotDisturb(name),
  });
  return [
    { label: words.open, click: actions.open },
    { type: 'separator' },
    {
      label: quiet ? quietUntil(until, now, language) : words.doNotDisturb,
      submenu: [
        choice('halfHour'),
        choice('hour'),
        choice('tomorrow'),
        ...(quiet ? [{ type: 'separator' } as const, choice('off')] : []),
      ],
    },
    { label: words.settings, click: actions.settings },
    { type: 'separator' },
    { label: words.quit, click: actions.quit },
  ];
}
