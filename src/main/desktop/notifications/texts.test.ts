import { expect, test } from 'vitest';
import { type ChatNews, escapeMarkup, textOfChat, textOfSummary } from './texts.ts';

const news: ChatNews = {
  title: 'Общий',
  isGroup: true,
  senderId: 'usr_petrov01',
  senderName: 'Александр Петров',
  content: 'Привет!',
  type: 'text',
  mention: false,
  count: 1,
};
const full = { language: 'ru', notificationText: 'full' } as const;
const bodyOf = (change: Partial<ChatNews>, settings: Parameters<typeof textOfChat>[2] = full) =>
  textOfChat({ ...news, ...change }, 'Chat3 Desktop', settings).body;

test('name and text, the name alone, or neither', () => {
  const of = (notificationText: 'full' | 'name' | 'hidden') =>
    textOfChat(news, 'Chat3 Desktop', { language: 'ru', notificationText });
  expect(of('full')).toEqual({ title: 'Общий', body: 'Александр Петров: Привет!' });
  expect(of('name')).toEqual({ title: 'Общий', body: 'Новое сообщение' });
  expect(of('hidden')).toEqual({ title: 'Chat3 Desktop', body: 'Новое сообщение' });
});

test('several messages are counted, and only the full text quotes one', () => {
  expect(bodyOf({ count: 12 })).toBe('12 новых сообщений\nАлександр Петров: Привет!');
  expect(bodyOf({ count: 12 }, { ...full, notificationText: 'name' })).toBe('12 новых сообщений');
  expect(bodyOf({ count: 12 }, { ...full, notificationText: 'hidden' })).toBe('12 новых сообщений');
});

test.each([
  [1, 1, '1 новое сообщение в 1 чате', '1 new message in 1 chat'],
  [2, 2, '2 новых сообщения в 2 чатах', '2 new messages in 2 chats'],
  [5, 4, '5 новых сообщений в 4 чатах', '5 new messages in 4 chats'],
  [11, 11, '11 новых сообщений в 11 чатах', '11 new messages in 11 chats'],
  [21, 21, '21 новое сообщение в 21 чате', '21 new messages in 21 chats'],
  [57, 12, '57 новых сообщений в 12 чатах', '57 new messages in 12 chats'],
  [112, 101, '112 новых сообщений в 101 чате', '112 new messages in 101 chats'],
])('plurals of %i in %i', (messages, chats, russian, english) => {
  expect(textOfSummary(messages, chats, 'Chat3', 'ru').body).toBe(russian);
  expect(textOfSummary(messages, chats, 'Chat3', 'en').body).toBe(english);
});

test('in a chat of two the sender is the title already', () => {
  expect(bodyOf({ isGroup: false })).toBe('Привет!');
  expect(bodyOf({ senderName: null })).toBe('Привет!');
});

test('what is no text has a word, and what shows nothing is at least announced', () => {
  expect(bodyOf({ isGroup: false, type: 'image' })).toBe('Вложение');
  expect(bodyOf({ isGroup: false, type: 'system.joined' })).toBe('Системное сообщение');
  expect(bodyOf({ isGroup: false, type: 'Internal.Note' })).toBe('Системное сообщение');
  expect(bodyOf({ isGroup: false, senderId: 'system_bot' })).toBe('Системное сообщение');
  expect(bodyOf({ isGroup: false, content: '\u200B\u200B' })).toBe('Новое сообщение');
});

test('a long or torn text stays short, whole characters only, and on one line', () => {
  const family = '👨‍👩‍👧‍👦';
  const long = bodyOf({ isGroup: false, content: family.repeat(1_000) });
  expect(long.length).toBeLessThanOrEqual(240);
  expect(long.replaceAll(family, '')).toBe('…');
  expect(bodyOf({ isGroup: false, content: 'я'.repeat(1_000_000) }).length).toBeLessThanOrEqual(240);
  expect(bodyOf({ isGroup: false, content: `e${'\u0301'.repeat(5_000)}` }).length).toBeLessThanOrEqual(240);
  expect(bodyOf({ isGroup: false, content: 'один\nдва\u2028три\u0007\u001B[31m' })).toBe('один два три [31m');
  expect(bodyOf({ senderName: 'Анна\u202E' })).toBe('Анна: Привет!');
  expect(bodyOf({ senderName: 'דוד' })).toBe('\u2068דוד\u2069: Привет!');
  expect(bodyOf({ isGroup: false, content: 'a\uD800b' })).toBe('a\uFFFDb');
});

test.each([
  ['*Важно:* `npm ci` и _всё_', 'Важно: npm ci и всё'],
  ['¯\\_(ツ)_/¯ 2*3*4', '¯\\_(ツ)_/¯ 2*3*4'],
  ['```js\nconst a = 1;\n```', 'const a = 1;'],
  ['см. https://example.ru/_x_/*', 'см. https://example.ru/_x_/*'],
  ['*https://example.ru/_x_*', 'https://example.ru/_x_'],
])('%s is announced as plain text', (content, body) => {
  expect(bodyOf({ isGroup: false, content })).toBe(body);
});

test('markup of a daemon is text', () => {
  expect(escapeMarkup('<b>&amp;</b> <img src="x" onerror="y">')).toBe(
    '&lt;b&gt;&amp;amp;&lt;/b&gt; &lt;img src="x" onerror="y"&gt;',
  );
});

test('a mention is said to be one, as far as the privacy setting lets it (S19.5)', () => {
  const mention = { ...news, mention: true };
  const of = (notificationText: 'full' | 'name' | 'hidden', language: 'ru' | 'en' = 'ru') =>
    textOfChat(mention, 'Chat3 Desktop', { language, notificationText });
  expect(of('full').body).toBe('Александр Петров упомянул(а) вас: Привет!');
  expect(of('full', 'en').body).toBe('Александр Петров mentioned you: Привет!');
  expect(of('name')).toEqual({ title: 'Общий', body: 'Вас упомянули' });
  expect(of('hidden')).toEqual({ title: 'Chat3 Desktop', body: 'Новое сообщение' });
  expect(bodyOf({ mention: true, isGroup: false })).toBe('Привет!');
});

test('files are named, with what is said about them', () => {
  const file = {
    fileId: 'file_1',
    bytes: 5,
    mimeType: 'application/pdf',
    kind: 'file',
    name: 'Договор.pdf',
  } as const;
  const photo = { ...file, kind: 'image', name: 'Дача.jpg' } as const;
  const of = (attachments: ChatNews['attachments'], content = '') =>
    bodyOf({ isGroup: false, type: 'file', content, attachments });
  expect(of([file])).toBe('Файл: Договор.pdf');
  expect(of([photo])).toBe('Фото');
  expect(of([photo, photo], 'На *даче*')).toBe('Фото: 2 · На даче');
  expect(of([photo, file])).toBe('Файлы: 2');
});
