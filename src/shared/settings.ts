/** Settings as everything but the checks sees them. Apart from their schema: zod in the page would break its policy. */
import type { z } from 'zod';
import type { settingsSchema } from './settingsSchema.ts';

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  language: 'ru',
  theme: 'system',
  textSize: 'normal',
  zoom: 100,
  spellCheck: true,
  notificationText: 'full',
  notificationSound: true,
  quietHours: null,
  doNotDisturbUntil: null,
  sendKey: 'enter',
  startWithSystem: false,
};
