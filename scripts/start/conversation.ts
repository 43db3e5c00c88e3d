import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '../../tests/support/person.ts';
import { type Delivery, deliver, percentile } from './delivery.ts';

const lines = [
  'Привет! Это новое приложение для чата, два окна рядом',
  'Привет! Вижу сообщение сразу, без обновления 🎉',
  'Слева я, справа ты: каждый в своём окне, сервер запущен вместе с нами',
  'А если сервер перезапустить, пока чат открыт?',
  'Окна подключатся сами и дочитают пропущенное',
  'А если я напишу без связи?',
  'Сообщение встанет в очередь и уйдёт, когда связь вернётся',
  'Ровно один раз?',
  'Ровно один раз, и у всех в одном порядке',
  'Галочки рядом с временем показывают, что с ним стало',
  'Теперь напиши что-нибудь в любом окне',
  'Пробуем! 👍',
];

/** How long a person looks at a message before answering; the demo is made to be watched. */
const readingMs = 350;
const keystrokeMs = 6;

/** Lets the people talk so that somebody watching sees what the product does; resolves with how it went. */
export async function converse(people: readonly Person[]): Promise<string> {
  const [first, second] = people;
  if (!first || !second) return 'Signed in.';
  const delivery: Delivery = { sent: 0, delivered: 0, delaysMs: [] };
  for (const [index, line] of lines.entries()) {
    const [from, to] = index % 2 === 0 ? [first, second] : [second, first];
    await from.composer.pressSequentially(line.slice(0, 24), { delay: keystrokeMs });
    await deliver(from, to, line, delivery);
    await pause(readingMs);
  }
  const lost = delivery.sent - delivery.delivered;
  const p95 = Math.round(percentile(delivery.delaysMs, 0.95));
  return `${delivery.delivered} delivered, ${lost} lost, p95 ${p95} ms.`;
}
