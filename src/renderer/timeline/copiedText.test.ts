import { expect, it } from 'vitest';
import { message } from '../testing/message.ts';
import { copiedText } from './copiedText.ts';

const at = (hour: number, minute: number) => new Date(2026, 10, 27, hour, minute).getTime();
const words = {
  locale: 'ru',
  nameOf: (id: string) => ({ a: 'Андрей Волков' })[id] ?? 'Мария',
  attachment: 'Вложение',
};

it('puts who wrote it and when above each of several messages, and leaves their text as it was written', () => {
  const messages = [
    message('1', { senderId: 'a', content: '*Важно:*\n  `npm ci` 🎉', createdAt: at(14, 3) }),
    message('2', { senderId: 'b', content: 'https://example.ru/_x_', createdAt: at(9, 5) }),
    message('3', { senderId: 'system_bot', content: 'вошёл', createdAt: at(9, 6) }),
    message('4', { senderId: 'b', content: '', type: 'image', createdAt: at(23, 59) }),
  ];
  expect(copiedText(messages, words)).toBe(
    'Андрей Волков, [27.11.2026 14:03]\n*Важно:*\n  `npm ci` 🎉\n\n' +
      'Мария, [27.11.2026 09:05]\nhttps://example.ru/_x_\n\n' +
      'Мария, [27.11.2026 23:59]\nВложение',
  );
  expect(copiedText(messages.slice(0, 2), { ...words, locale: 'en' })).toContain(
    'Андрей Волков, [27/11/2026 14:03]',
  );
});

it('copies a single message without anything above it', () => {
  expect(copiedText([message('1', { content: '_курсив_' })], words)).toBe('_курсив_');
});

it('leaves out what was removed', () => {
  const removed = message('2', { content: '', removed: 'told' });
  expect(copiedText([message('1', { content: 'текст' }), removed], words)).toBe('текст');
});
