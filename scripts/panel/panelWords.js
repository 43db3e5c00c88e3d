// @ts-nocheck: this runs in the panel's window.
globalThis.panelWords = {
  ru: {
    heads: ['Окно', 'Состояние', 'Сеть', 'Часы', 'Не отправлено', 'Потеряно'],
    line: { whole: 'Есть', slow: 'Медленная', silent: 'Молчит', cut: 'Обрыв' },
    clock: [
      [-3_600_000, '−1 ч'],
      [0, 'Точно'],
      [300_000, '+5 мин'],
      [86_400_000, '+1 сутки'],
    ],
    states: {
      offline: 'не в сети',
      waiting: 'ждёт попытки',
      connecting: 'подключается',
      authenticating: 'входит',
      authRequired: 'нужен вход',
      catchingUp: 'догоняет',
      live: 'на связи',
    },
    ended: 'закрыто',
    server: 'Сервер',
    serverRuns: 'Работает',
    serverStopped: 'Остановлен',
  },
  en: {
    heads: ['Window', 'State', 'Network', 'Clock', 'Unsent', 'Lost'],
    line: { whole: 'Whole', slow: 'Slow', silent: 'Silent', cut: 'Cut' },
    clock: [
      [-3_600_000, '−1 h'],
      [0, 'Right'],
      [300_000, '+5 min'],
      [86_400_000, '+1 day'],
    ],
    states: {
      offline: 'offline',
      waiting: 'waits to try again',
      connecting: 'connecting',
      authenticating: 'signing in',
      authRequired: 'has to sign in',
      catchingUp: 'catching up',
      live: 'connected',
    },
    ended: 'closed',
    server: 'Server',
    serverRuns: 'Running',
    serverStopped: 'Stopped',
  },
}[new URLSearchParams(location.search).get('language') ?? 'ru'];
