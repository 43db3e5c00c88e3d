import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { CopyFate, CopyWay, Hop, MessageCopy, MessageTrace } from '../../shared/trace.ts';

/** What the stations of a message, the ways of its copies and what became of them are called on screen. */

export const hopWords: Record<Hop, MessageDescriptor> = {
  composed: msg`написано`,
  queued: msg`в очереди`,
  posted: msg`послано`,
  acked: msg`принято сервером`,
  received: msg`получено`,
  merged: msg`сохранено`,
  forwarded: msg`передано окну`,
  painted: msg`показано`,
};

export const wayWords: Record<CopyWay, MessageDescriptor> = {
  answer: msg`ответ на запрос`,
  room: msg`комната чата`,
  personal: msg`личная комната`,
  broker: msg`личная очередь`,
  update: msg`известие о перемене`,
  changes: msg`список изменений`,
  page: msg`страница истории`,
  sweep: msg`сверка с сервером`,
  list: msg`список чатов`,
};

const fateWords: Record<CopyFate, MessageDescriptor> = {
  new: msg`первая: сохранена`,
  confirmed: msg`первая от сервера: подтвердила отправку`,
  changed: msg`знала больше: сообщение дополнено`,
  known: msg`уже была: отброшена`,
  older: msg`старше, чем есть: отброшена`,
  nameless: msg`намёк без номера: вызвала проверку истории`,
  cut: msg`намёк, текст мог быть обрезан: вызвала проверку истории`,
  waits: msg`своё без отметки отправителя: отложена до проверки истории`,
  listed: msg`в списке стоит последним: сообщение уже есть`,
};

const shownWords = msg`первая: показана`;

/** What became of a copy, and why. */
export function fateOf({ hops }: MessageTrace, { fate }: MessageCopy): MessageDescriptor {
  const isShown = hops.some(({ hop }) => hop === 'painted');
  return fate === 'new' && isShown ? shownWords : fateWords[fate];
}
