/** What a person may set for this profile: the schema that both the bridge and the settings file use. */
import { z } from 'zod';
import { zoomRange } from './zoom.ts';

/** Whole minutes since midnight, local time. */
const minuteOfDay = z.number().int().min(0).max(1_439);

export const settingsSchema = z.strictObject({
  language: z.enum(['ru', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  textSize: z.enum(['small', 'normal', 'large', 'largest']),
  /** Whole per cent; multiplies with the text size. */
  zoom: z.number().int().min(zoomRange.smallest).max(zoomRange.largest),
  /** Whether misspelled words are underlined while writing. */
  spellCheck: z.boolean(),
  /** What a notification shows: name and text, the name alone, or neither. */
  notificationText: z.enum(['full', 'name', 'hidden']),
  notificationSound: z.boolean(),
  /** Daily; over midnight when `to` is the earlier one. null: none. */
  quietHours: z.strictObject({ from: minuteOfDay, to: minuteOfDay }).nullable(),
  /** Milliseconds since 1970, local clock; null or past: notifications are on. */
  doNotDisturbUntil: z.number().int().min(0).nullable(),
  /** Which key sends; the other one of the two makes a new line. */
  sendKey: z.enum(['enter', 'controlEnter']),
  startWithSystem: z.boolean(),
});
