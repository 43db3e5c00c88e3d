import { describe, expect, it } from 'vitest';
import { nothingUnread } from '../unreadStore.ts';
import { drawBar, trayIconName } from './trayIcon.ts';
import { trayMenu } from './trayMenu.ts';
import { trayTooltip, unreadSentence } from './trayWords.ts';

const now = new Date(2026, 10, 4, 14, 0).getTime();
const noActions = { open() {}, doNotDisturb() {}, settings() {}, quit() {} };
const labels = (items: readonly { label?: string; type?: string; submenu?: unknown }[]): unknown[] =>
  items.map(({ label, type, submenu }) =>
    Array.isArray(submenu) ? [label, labels(submenu)] : (label ?? type),
  );

describe('trayMenu', () => {
  it('offers to be left in peace', () => {
    expect(labels(trayMenu({ language: 'ru', doNotDisturbUntil: null, now }, noActions))).toEqual([
      'Открыть Chat3 Desktop',
      'separator',
      ['Не беспокоить', ['30 минут', '1 час', 'До завтра']],
      'Настройки…',
      'separator',
      'Выйти',
    ]);
  });

  it('says until when, and offers to end it', () => {
    const until = new Date(2026, 10, 4, 14, 30).getTime();
    const menu = labels(trayMenu({ language: 'en', doNotDisturbUntil: until, now }, noActions));
    expect(menu[2]).toEqual([
      'Do not disturb until 14:30',
      ['30 minutes', '1 hour', 'Until tomorrow', 'separator', 'Turn off'],
    ]);
  });

  it('takes a time that has passed for off', () => {
    const menu = labels(trayMenu({ language: 'en', doNotDisturbUntil: now, now }, noActions));
    expect(menu[2]).toEqual(['Do not disturb', ['30 minutes', '1 hour', 'Until tomorrow']]);
  });

  it('tells which one was chosen', () => {
    const chosen: string[] = [];
    const actions = { ...noActions, doNotDisturb: (choice: string) => chosen.push(choice) };
    const menu = trayMenu({ language: 'ru', doNotDisturbUntil: now + 1, now }, actions);
    const entries = menu[2]?.submenu as { click?: () => void }[];
    for (const { click } of entries) click?.();
    expect(chosen).toEqual(['halfHour', 'hour', 'tomorrow', 'off']);
  });
});

describe('trayTooltip', () => {
  it('says whose it is, what is unread and until when it keeps still', () => {
    const look = { title: 'andrey', color: '#0f8a5f' };
    const tomorrow = new Date(2026, 10, 5, 9, 0).getTime();
    const unread = { messages: 3, chats: 2 };
    expect(trayTooltip({ look, unread, language: 'ru', doNotDisturbUntil: tomorrow, now })).toBe(
      'Chat3 Desktop — andrey\n3 непрочитанных сообщения\nНе беспокоить до 5 нояб., 09:00',
    );
  });

  it('has the name alone when there is nothing to say', () => {
    const look = { title: null, color: null };
    const quiet = { look, unread: nothingUnread, language: 'ru', doNotDisturbUntil: now - 1, now } as const;
    expect(trayTooltip(quiet)).toBe('Chat3 Desktop');
  });
});

it.each([
  ['ru', 0, 'Нет непрочитанных сообщений'],
  ['ru', 1, '1 непрочитанное сообщение'],
  ['ru', 3, '3 непрочитанных сообщения'],
  ['ru', 11, '11 непрочитанных сообщений'],
  ['ru', 21, '21 непрочитанное сообщение'],
  ['en', 1, '1 unread message'],
  ['en', 21, '21 unread messages'],
] as const)('%s, %i: %s', (language, messages, sentence) => {
  expect(unreadSentence({ messages, chats: 1 }, language)).toBe(sentence);
});

describe('trayIconName', () => {
  it.each([
    ['linux', 1, false, 'tray-22.png'],
    ['linux', 1, true, 'trayUnread-22.png'],
    ['linux', 1.25, false, 'tray-32.png'],
    ['linux', 3, false, 'tray-48.png'],
    ['win32', 1, false, 'tray-16.png'],
    ['win32', 1.5, true, 'trayUnread-24.png'],
    ['win32', 2, false, 'tray-32.png'],
    ['darwin', 2, true, 'trayUnreadTemplate.png'],
  ] as const)('%s × %f, unread %s: %s', (platform, scaleFactor, unread, name) => {
    expect(trayIconName({ platform, scaleFactor, unread })).toBe(name);
  });
});

it('draws the bar over the last rows and nothing else', () => {
  const pixels = new Uint8Array(12 * 12 * 4);
  drawBar(pixels, { width: 12, height: 12 }, '#102030');
  expect([...pixels.slice(0, 10 * 12 * 4)].every((value) => value === 0)).toBe(true);
  expect([...pixels.slice(10 * 12 * 4, 10 * 12 * 4 + 4)]).toEqual([0x30, 0x20, 0x10, 255]);
  expect([...pixels.slice(-4)]).toEqual([0x30, 0x20, 0x10, 255]);
});
