import { type DemoChat, say } from './chat.ts';
import { fewPeople } from './people.ts';

/** One group and two old messages: what tests count on. */
export const smallWorld: readonly DemoChat[] = [
  {
    dialogId: 'dlg_general0000000000001',
    name: { ru: 'Общий', en: 'General' },
    members: fewPeople,
    unread: null,
    messages: [
      say(
        'maria',
        42,
        'Всем привет! Это общий чат, здесь можно писать обо всём.',
        'Hello everyone! This is the chat for everything and everyone.',
      ),
      say('dmitry', 37, 'Привет! Наконец-то все в одном месте 👍', 'Hi! At last we are all in one place 👍'),
    ],
  },
];
