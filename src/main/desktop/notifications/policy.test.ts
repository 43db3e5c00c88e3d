import { expect, test } from 'vitest';
import { decide, type Reason, type Situation } from './policy.ts';

const now = Date.UTC(2026, 10, 4, 12);
const news: Situation = {
  own: false,
  old: false,
  announced: false,
  read: false,
  mention: false,
  muted: false,
  open: false,
  windowFocused: true,
  windowVisible: true,
  now,
  minuteOfDay: 12 * 60,
  doNotDisturbUntil: null,
  quietHours: null,
};
const inView = { open: true, windowFocused: true, windowVisible: true };
const day = { from: 9 * 60, to: 18 * 60 };
const night = { from: 22 * 60, to: 8 * 60 };

const table: [name: string, change: Partial<Situation>, reason: Reason][] = [
  ['another chat is open', {}, 'news'],
  ['own', { own: true }, 'own'],
  ['old history', { old: true }, 'old'],
  ['told already', { announced: true }, 'announced'],
  ['read on another device', { read: true }, 'read'],
  ['a silenced chat', { muted: true }, 'muted'],
  ['a silenced chat, in which the person is named (S19.5)', { muted: true, mention: true }, 'news'],
  [
    'named, while «Не беспокоить» lasts (S19.5)',
    { mention: true, doNotDisturbUntil: now + 1 },
    'doNotDisturb',
  ],
  ['named in quiet hours (S19.5)', { mention: true, quietHours: day }, 'quietHours'],
  ['named in what is in view (S19.5)', { ...inView, mention: true, muted: true }, 'inView'],
  ['in view', inView, 'inView'],
  ['open, the window without focus or on another workspace', { ...inView, windowFocused: false }, 'news'],
  ['open and minimised', { ...inView, windowFocused: false, windowVisible: false }, 'news'],
  ['open, hidden in the tray, the focus not given up yet', { ...inView, windowVisible: false }, 'news'],
  ['closed and hidden', { windowFocused: false, windowVisible: false }, 'news'],
  ['«Не беспокоить» lasts', { doNotDisturbUntil: now + 1 }, 'doNotDisturb'],
  ['«Не беспокоить» has just ended', { doNotDisturbUntil: now }, 'news'],
  ['before quiet hours', { quietHours: day, minuteOfDay: day.from - 1 }, 'news'],
  ['the first quiet minute', { quietHours: day, minuteOfDay: day.from }, 'quietHours'],
  ['the last quiet minute', { quietHours: day, minuteOfDay: day.to - 1 }, 'quietHours'],
  ['quiet hours are over', { quietHours: day, minuteOfDay: day.to }, 'news'],
  ['over midnight, before', { quietHours: night, minuteOfDay: night.from - 1 }, 'news'],
  ['over midnight, late', { quietHours: night, minuteOfDay: 23 * 60 + 59 }, 'quietHours'],
  ['over midnight, early', { quietHours: night, minuteOfDay: 0 }, 'quietHours'],
  ['over midnight, the last minute', { quietHours: night, minuteOfDay: night.to - 1 }, 'quietHours'],
  ['over midnight, over', { quietHours: night, minuteOfDay: night.to }, 'news'],
  ['quiet hours of no length', { quietHours: { from: 60, to: 60 }, minuteOfDay: 60 }, 'news'],
];

test.each(table)('%s', (_name, change, reason) => {
  expect(decide({ ...news, ...change })).toEqual({ show: reason === 'news', reason });
});

test('of all situations, it shows exactly those in which nothing speaks against it (S13.2)', () => {
  const flags = [
    'own',
    'old',
    'announced',
    'read',
    'muted',
    'open',
    'windowFocused',
    'windowVisible',
  ] as const;
  let shown = 0;
  for (let bits = 0; bits < 2 ** (flags.length + 2); bits += 1) {
    const on = (index: number) => (bits & (1 << index)) !== 0;
    const situation: Situation = {
      ...news,
      ...Object.fromEntries(flags.map((flag, index) => [flag, on(index)])),
      doNotDisturbUntil: on(8) ? now + 1 : null,
      quietHours: on(9) ? { from: 0, to: 1_439 } : null,
    };
    const { own, old, announced, read, muted, open, windowFocused, windowVisible } = situation;
    const against = own || old || announced || read || muted || on(8) || on(9);
    const { show, reason } = decide(situation);
    expect(show).toBe(!against && !(open && windowFocused && windowVisible));
    expect(show).toBe(reason === 'news');
    shown += Number(show);
  }
  // Of the eight ways to look or not to look at a chat, seven.
  expect(shown).toBe(7);
});
