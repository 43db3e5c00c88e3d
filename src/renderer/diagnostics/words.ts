import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ConnectionCut } from '../../shared/diagnostics.ts';
import type { ConnectionState, Feature, Message } from '../../shared/domain.ts';
import type { EventName } from '../../shared/happenings.ts';

/** What the states and stations of the diagnostics are called on screen; the saved report keeps their own names. */

export const connectionWords: Record<ConnectionState, MessageDescriptor> = {
  offline: msg`нет сети`,
  waiting: msg`ждёт новой попытки`,
  connecting: msg`подключается`,
  authenticating: msg`проверяется вход`,
  authRequired: msg`нужно войти`,
  catchingUp: msg`загружает пропущенное`,
  live: msg`на связи`,
};

export const cutWords: Record<ConnectionCut, MessageDescriptor> = {
  server: msg`сервер завершил соединение`,
  silence: msg`сервер перестал отвечать`,
  network: msg`связь оборвалась`,
  unreachable: msg`подключиться не удалось`,
  refused: msg`сервер не принял вход`,
  doubted: msg`сервер отклонил запрос, вход проверяется`,
};

export const jobWords: Partial<Record<string, MessageDescriptor>> = {
  send: msg`сообщение`,
  edit: msg`правка`,
  remove: msg`удаление`,
  react: msg`реакция`,
  upload: msg`файл`,
};
export const otherJob = msg`другое действие`;

export const outboxWords: Record<Message['state'], MessageDescriptor> = {
  queued: msg`ждёт отправки`,
  sent: msg`отправлено`,
  failed: msg`не отправлено`,
  held: msg`ждёт вашего решения`,
};

export const featureWords: Record<Feature, MessageDescriptor> = {
  idempotency: msg`повтор без копий`,
  seq: msg`номера сообщений`,
  changes: msg`список изменений`,
  userRoom: msg`события всех чатов`,
  joinAck: msg`подтверждение входа в чат`,
  watermarks: msg`отметки о прочтении`,
  presence: msg`кто в сети`,
  sessions: msg`устройства`,
  roles: msg`роли`,
  rename: msg`названия групп`,
  phone: msg`смена номера`,
  edit: msg`правка сообщений`,
  mentions: msg`упоминания`,
  files: msg`файлы`,
};

export const eventWords: Record<EventName, MessageDescriptor> = {
  'server:hello': msg`сервер представился`,
  'message:new': msg`новое сообщение`,
  'message:update': msg`сообщение изменено`,
  'message:status': msg`доставлено или прочитано`,
  'message:reaction': msg`реакция`,
  'dialog:update': msg`чат изменён`,
  'chat3:update': msg`чат или сообщение изменены`,
  'dialog:marks': msg`отметка о прочтении`,
  'typing:start': msg`печатает`,
  'typing:stop': msg`перестал печатать`,
  'typing:update': msg`печатает или перестал`,
  'presence:snapshot': msg`кто в сети`,
  'user:online': msg`вошёл в сеть`,
  'user:offline': msg`вышел из сети`,
};
