import type { Mark, User } from '../../shared/domain.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { DialogView, MessageView, Snapshot } from '../../shared/views.ts';

/** Content of the development preview: whatever might break a layout. */
const minute = 60_000;
const day = 24 * 60 * minute;

export const ownId = 'usr_alexandr';

export const users: User[] = [
  { userId: ownId, name: 'Александр Петров', phone: '79111111111' },
  { userId: 'usr_andrey00', name: 'Андрей Волков', phone: '79777777777' },
  { userId: 'usr_maria000', name: 'Мария Константинопольская-Преображенская', phone: '79121234567' },
  { userId: 'usr_ivan0000', name: 'Иван Кузнецов', phone: '79031112233' },
  { userId: 'usr_omar0000', name: 'عمر الخيام', phone: '79051112233' },
  { userId: 'usr_olga0000', name: 'Ольга Ёлкина 🌲', phone: null },
  { userId: 'usr_john0000', name: 'John Appleseed', phone: '79990000001' },
];

let counter = 0;

export function makeMessage(
  dialogId: string,
  senderId: string,
  content: string,
  createdAt: number,
  changes: Partial<MessageView> = {},
): MessageView {
  counter += 1;
  const id = `msg_${String(counter).padStart(20, '0')}`;
  return {
    key: `key-${counter}`,
    id,
    dialogId,
    senderId,
    content,
    type: 'text',
    createdAt,
    seq: counter,
    state: 'sent',
    failure: null,
    reactions: [],
    meta: {},
    own: senderId === ownId,
    ...changes,
  };
}

function directMessages(now: number): MessageView[] {
  const dialogId = 'dlg_andrey';
  const make = (sender: string, text: string, ago: number, changes?: Partial<MessageView>) =>
    makeMessage(dialogId, sender, text, now - ago, changes);
  const andrey = 'usr_andrey00';
  return [
    make(andrey, 'Доброе утро! Посмотри, пожалуйста, отчёт за октябрь, пока его не отправили.', 400 * day),
    make(ownId, 'Доброе! Посмотрю сегодня.', 20 * day),
    make(andrey, 'Спасибо', 20 * day - 2 * minute),
    make(
      andrey,
      'Ссылка: https://wiki.example.ru/reports/2026/october?version=3&format=pdf#итоги',
      day + 5 * minute,
    ),
    make(andrey, 'И ещё README.md рядом с ним', day + 4 * minute),
    make(
      ownId,
      'Открыл. По строкам:\n1. Выручка — всё сходится\n2. Расходы — нет НДС за вторую неделю\n3. Итог',
      day,
    ),
    make(andrey, '👍', day - minute),
    make(andrey, 'שלום, בוא נבדוק את זה ביחד מחר בבוקר — מתאים?', 50 * minute),
    make(ownId, 'מצוין', 49 * minute),
    make(
      ownId,
      'Достопримечательнейшийчеловеконенавистническийпревысокомногорассмотрительствующий'.repeat(2),
      48 * minute,
    ),
    make(andrey, '', 40 * minute, { type: 'image' }),
    make('system_bot', 'usr_ab12cd34 joined', 38 * minute, { type: 'system.join' }),
    make(andrey, 'Привет! Тестирую real-time обновления!', 6 * minute),
    make(ownId, 'Работает 🎉', 5 * minute),
    make(ownId, 'Даже быстрее, чем вчера', 5 * minute - 4_000),
    make(ownId, 'Проверим доставку', 4 * minute),
    make(andrey, 'Тогда до встречи в 15:00. <b>Не жирный</b> & без разметки', 3 * minute),
    make(ownId, 'Ок, буду', 2 * minute),
    make(ownId, 'Отправляю план', 2 * minute - 1000),
    make(ownId, 'А это сообщение сервер не принял', 90_000, {
      id: null,
      state: 'failed',
      failure: 'serverFailed',
      seq: null,
    }),
    make(ownId, 'Это написано вчера без связи', day, { id: null, state: 'held', seq: null }),
    make(ownId, 'Ждёт сети', 30_000, { id: null, state: 'queued', seq: null }),
  ];
}

function groupMessages(now: number): MessageView[] {
  const dialogId = 'dlg_group';
  const senders = ['usr_andrey00', 'usr_maria000', ownId, 'usr_omar0000', 'usr_gone0000'];
  const texts = [
    'Коллеги, созвон переносим на 16:30, комната «Байкал».',
    'Хорошо 👌',
    'Принято. Повестку положу в общую папку до обеда, добавляйте свои вопросы, иначе опять разойдёмся без решений.',
    'مرحبا بالجميع، سأنضم متأخرا قليلا',
    'Подтверждаю',
    '🎉🎉🎉',
  ];
  return Array.from({ length: 400 }, (_, index) =>
    makeMessage(
      dialogId,
      senders[Math.floor(index / 2) % senders.length] ?? ownId,
      `${texts[index % texts.length]}${index % 7 === 0 ? ` (${index + 1})` : ''}`,
      now - (400 - index) * 9 * minute,
    ),
  );
}

export const messagesByDialog: Record<string, MessageView[]> = {};

function makeDialog(dialogId: string, title: string, now: number, changes: Partial<DialogView>): DialogView {
  const last = messagesByDialog[dialogId]?.findLast(({ state }) => state === 'sent');
  return {
    dialogId,
    kind: 'direct',
    title,
    peerId: null,
    memberCount: 2,
    lastMessage: last
      ? {
          senderId: last.senderId,
          content: last.content,
          type: last.type,
          createdAt: last.createdAt,
          state: last.state,
        }
      : null,
    lastActivityAt: last?.createdAt ?? now,
    unreadCount: 0,
    mentionKeys: [],
    draft: '',
    pinnedAt: null,
    muted: false,
    moderates: false,
    markedUnread: false,
    ...changes,
  };
}

export function makeSnapshot(now: number): Snapshot {
  Object.assign(messagesByDialog, {
    dlg_andrey: directMessages(now),
    dlg_group: groupMessages(now),
    dlg_empty: [],
    dlg_maria: [makeMessage('dlg_maria', 'usr_maria000', 'Договор подписан', now - day)],
    dlg_omar: [makeMessage('dlg_omar', 'usr_omar0000', 'صباح الخير', now - 5 * day)],
    dlg_old: [
      makeMessage('dlg_old', 'usr_ivan0000', 'Пароль от почты пришлю сюда', now - 700 * day - 5 * minute, {
        edited: { at: now - 700 * day },
      }),
      makeMessage('dlg_old', 'usr_ivan0000', '', now - 700 * day - 4 * minute, { removed: 'told' }),
      makeMessage('dlg_old', ownId, '', now - 700 * day - 3 * minute, { removed: 'told' }),
      makeMessage('dlg_old', ownId, 'Спасибо, получил', now - 700 * day - 2 * minute, {
        edited: { at: now - 700 * day },
      }),
      makeMessage('dlg_old', ownId, 'С наступающим!', now - 700 * day),
    ],
  });
  const dialogs = [
    makeDialog('dlg_andrey', 'Андрей Волков', now, { peerId: 'usr_andrey00' }),
    makeDialog('dlg_group', 'Общий', now, { kind: 'group', memberCount: 5, unreadCount: 14 }),
    makeDialog('dlg_maria', 'Мария Константинопольская-Преображенская', now, {
      peerId: 'usr_maria000',
      unreadCount: 1,
    }),
    makeDialog('dlg_omar', 'عمر الخيام', now, { peerId: 'usr_omar0000', unreadCount: 3 }),
    makeDialog('dlg_old', 'Иван Кузнецов', now, { peerId: 'usr_ivan0000' }),
    makeDialog('dlg_empty', 'Ольга Ёлкина 🌲', now, {
      peerId: 'usr_olga0000',
      draft: 'Оля, привет! Хотел спросить про отпуск в декабре и замену на это время',
      lastActivityAt: now - 3 * day,
    }),
    ...Array.from({ length: 40 }, (_, index) =>
      makeDialog(`dlg_more${index}`, `Проект «Север-${index + 1}»`, now, {
        kind: 'group',
        memberCount: index + 1,
        lastActivityAt: now - (10 + index) * day,
      }),
    ),
  ];
  return {
    app: {
      version: '0.1.0',
      electron: '33.2.1',
      profile: 'default',
      profileColor: null,
      server: 'https://chat.example.ru',
      serverLocked: false,
      policyProblem: null,
      insecure: false,
    },
    settings: { ...defaultSettings, theme: 'light' },
    session: { state: 'signedIn', user: users[0] as User, keepsSignIn: true },
    connection: {
      state: 'live',
      since: now,
      retryAt: null,
      problem: null,
      features: ['presence', 'watermarks', 'seq'],
    },
    dialogs,
    users,
    presence: { known: true, onlineUserIds: ['usr_andrey00', 'usr_omar0000'] },
    openDialogId: null,
    update: { state: 'off', reason: 'notConfigured' },
  };
}

/** Andrey read up to «Работает» and received up to «Проверим доставку». */
export function makeMarks(dialogId: string): Mark[] {
  const messages = messagesByDialog[dialogId] ?? [];
  const at = (text: string) => messages.find(({ content }) => content === text)?.createdAt ?? 0;
  const readers =
    dialogId === 'dlg_group' ? ['usr_andrey00', 'usr_maria000', 'usr_omar0000'] : ['usr_andrey00'];
  return readers.map((userId, index) => ({
    userId,
    deliveredSeq: 0,
    readSeq: 0,
    deliveredAt: dialogId === 'dlg_group' ? Number.MAX_SAFE_INTEGER : at('Ок, буду'),
    readAt:
      dialogId === 'dlg_group'
        ? (messages.at(-20 * (index + 1))?.createdAt ?? 0)
        : at('Даже быстрее, чем вчера'),
  }));
}
