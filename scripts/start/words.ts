/** What the demo says in the windows and in the terminal, in both languages. */
export const words = {
  ru: {
    talk: [
      'Всё готово к показу. Пробежимся ещё раз по списку?',
      'Давай. Начнём с отчёта, он теперь открывается сразу 🚀',
      'Отлично! Потом *печать* и новый вход по коду',
      'И под конец — вопросы заказчика',
    ],
    reacted: 'И под конец — вопросы заказчика',
    elsewhere: 'Гости уже в холле, спускаюсь к ним',
    offline: ['Пишу, пока сервера нет', 'Это уйдёт, как только он вернётся'],
    answer: 'Оба пришли, ничего не потерялось 👌',
    steps: {
      company: (people: number) =>
        `Компания из ${people} человек: чаты, группы, непрочитанное, черновик. Слева Александр, справа Андрей.`,
      talk: 'Пишут друг другу: «печатает…», затем галочки ✓ ✓✓ и синие.',
      reaction: 'Реакция на сообщение видна в обоих окнах.',
      notification: 'Андрей смотрит другой чат: у строки счётчик, система показывает уведомление.',
      serverGone: 'Сервер остановлен. Александр пишет дальше: сообщения ждут своей очереди.',
      serverBack: (restored: number, lost: number) =>
        `Сервер снова работает. Восстановлено ${restored}, потеряно ${lost}.`,
      summary: (delivered: number, lost: number, p95: number) =>
        `Доставлено ${delivered}, потеряно ${lost}, p95 ${p95} мс.`,
      panel:
        'Внизу панель: сеть и часы каждого окна, сервер. Пишите в любом окне; Ctrl+C здесь всё закрывает.',
      yourTurn: 'Пишите в любом окне; Ctrl+C останавливает.',
    },
  },
  en: {
    talk: [
      'Everything is ready for the show. Shall we go through the list once more?',
      'Sure. The report first, it opens at once now 🚀',
      'Great! Then *printing* and the new way to sign in',
      'And the customer’s questions at the end',
    ],
    reacted: 'And the customer’s questions at the end',
    elsewhere: 'Our guests are in the hall, I am going down',
    offline: ['I am writing while there is no server', 'This leaves as soon as it is back'],
    answer: 'Both have come, nothing was lost 👌',
    steps: {
      company: (people: number) =>
        `A company of ${people} people: chats, groups, unread messages, a draft. Alexander is on the left, Andrew on the right.`,
      talk: 'They write to each other: “typing…”, then the ticks ✓ ✓✓, and blue.',
      reaction: 'A reaction shows in both windows.',
      notification: 'Andrew is in another chat: its row counts, the system shows a notification.',
      serverGone: 'The server is stopped. Alexander goes on writing: the messages wait for their turn.',
      serverBack: (restored: number, lost: number) =>
        `The server is back. Restored ${restored}, lost ${lost}.`,
      summary: (delivered: number, lost: number, p95: number) =>
        `${delivered} delivered, ${lost} lost, p95 ${p95} ms.`,
      panel:
        'The panel is below: network and clock of each window, the server. Type in any window; Ctrl+C here closes everything.',
      yourTurn: 'Type in any window; Ctrl+C stops.',
    },
  },
};

export type Language = keyof typeof words;
