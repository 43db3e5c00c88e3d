import { msg } from '@lingui/core/macro';

/** Of the program, not of the account. */
export const quitWord = msg({ message: 'Выйти', context: 'программа' });

export const menuWords = {
  file: msg`Файл`,
  edit: msg`Правка`,
  view: msg`Вид`,
  chat: msg`Чат`,
  window: msg`Окно`,
  help: msg`Справка`,
  newChat: msg`Новый чат…`,
  search: msg`Поиск сообщений…`,
  settings: msg`Настройки…`,
  profiles: msg`Профили`,
  usualProfile: msg`Основной`,
  newProfile: msg`Новый профиль…`,
  find: msg`Найти в чате`,
  switcher: msg`Перейти к чату…`,
  nextChat: msg`Следующий чат`,
  previousChat: msg`Предыдущий чат`,
  nextUnread: msg`Следующий непрочитанный`,
  previousUnread: msg`Предыдущий непрочитанный`,
  markAllRead: msg`Прочитать всё`,
  closeChat: msg`Закрыть чат`,
  keys: msg`Горячие клавиши`,
  diagnostics: msg`Диагностика`,
};

/** Under the names that Electron has for what they do. */
export const roleWords = {
  about: msg`О программе Chat3 Desktop`,
  services: msg`Службы`,
  hide: msg`Скрыть Chat3 Desktop`,
  hideOthers: msg`Скрыть остальные`,
  unhide: msg`Показать все`,
  quit: quitWord,
  undo: msg`Отменить`,
  redo: msg`Повторить`,
  cut: msg`Вырезать`,
  copy: msg`Копировать`,
  paste: msg`Вставить`,
  pasteAndMatchStyle: msg`Вставить без оформления`,
  selectAll: msg`Выделить всё`,
  resetZoom: msg`Обычный размер`,
  zoomIn: msg`Крупнее`,
  zoomOut: msg`Мельче`,
  togglefullscreen: msg`Во весь экран`,
  reload: msg`Загрузить страницу заново`,
  toggleDevTools: msg`Инструменты разработчика`,
  minimize: msg`Свернуть`,
  zoom: msg`Изменить масштаб окна`,
  front: msg`Все окна — на передний план`,
  close: msg`Закрыть окно`,
};
