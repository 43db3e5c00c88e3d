import { i18n } from '@lingui/core';
import { expect, it } from 'vitest';
import { messages as english } from '../../shared/locales/en.po';
import { messages as russian } from '../../shared/locales/ru.po';
import type { ServiceLine } from '../../shared/serviceLineSchema.ts';
import { serviceSentence } from './serviceSentence.ts';

i18n.load({ ru: russian, en: english });

const me = { userId: 'me', name: 'Я' };
const sasha = { userId: 'sasha', name: 'Александр' };
const maria = { userId: 'maria', name: 'Мария' };

function words(
  line: ServiceLine,
  language = 'ru',
  nameOf: (userId: string) => string | undefined = () => undefined,
) {
  i18n.activate(language);
  return i18n._(serviceSentence(line, 'me', nameOf));
}

it.each<[ServiceLine, string, string]>([
  [
    { event: 'created', actor: sasha, name: 'Склад' },
    'Александр создал(а) группу «Склад»',
    'Александр created the group “Склад”',
  ],
  [
    { event: 'created', actor: me, name: 'Склад' },
    'Вы создали группу «Склад»',
    'You created the group “Склад”',
  ],
  [
    { event: 'added', actor: sasha, person: maria },
    'Александр добавил(а) в группу: Мария',
    'Александр added Мария',
  ],
  [{ event: 'added', actor: me, person: maria }, 'Вы добавили в группу: Мария', 'You added Мария'],
  [
    { event: 'added', actor: sasha, person: me },
    'Александр добавил(а) вас в группу',
    'Александр added you to the group',
  ],
  [
    { event: 'removed', actor: sasha, person: maria },
    'Александр удалил(а) из группы: Мария',
    'Александр removed Мария',
  ],
  [{ event: 'removed', actor: me, person: maria }, 'Вы удалили из группы: Мария', 'You removed Мария'],
  [
    { event: 'removed', actor: sasha, person: me },
    'Александр удалил(а) вас из группы',
    'Александр removed you from the group',
  ],
  [{ event: 'left', actor: maria }, 'Мария покинул(а) группу', 'Мария left the group'],
  [{ event: 'left', actor: me }, 'Вы покинули группу', 'You left the group'],
  [
    { event: 'renamed', actor: maria, name: 'Б', oldName: 'А' },
    'Мария изменил(а) название группы на «Б»',
    'Мария renamed the group to “Б”',
  ],
  [
    { event: 'renamed', actor: me, name: 'Б', oldName: 'А' },
    'Вы изменили название группы на «Б»',
    'You renamed the group to “Б”',
  ],
  [
    { event: 'role', actor: sasha, person: maria, role: 'admin' },
    'Александр назначил(а) администратора: Мария',
    'Александр made Мария an admin',
  ],
  [
    { event: 'role', actor: me, person: maria, role: 'admin' },
    'Вы назначили администратора: Мария',
    'You made Мария an admin',
  ],
  [
    { event: 'role', actor: sasha, person: me, role: 'admin' },
    'Александр назначил(а) вас администратором',
    'Александр made you an admin',
  ],
  [
    { event: 'role', actor: sasha, person: maria, role: 'member' },
    'Мария больше не администратор группы',
    'Мария is no longer an admin',
  ],
  [
    { event: 'role', actor: sasha, person: me, role: 'member' },
    'Вы больше не администратор группы',
    'You are no longer an admin',
  ],
  [
    { event: 'role', actor: sasha, person: maria, role: 'owner' },
    'Теперь владелец группы — Мария',
    'Мария now owns the group',
  ],
  [
    { event: 'role', actor: sasha, person: me, role: 'owner' },
    'Теперь владелец группы — вы',
    'You now own the group',
  ],
])('%j: %s', (line, ru, en) => {
  expect([words(line), words(line, 'en')]).toEqual([ru, en]);
});

it('calls people by the name they have now, and by the one of that day where they are unknown', () => {
  const line: ServiceLine = { event: 'added', actor: sasha, person: maria };
  expect(words(line, 'ru', (userId) => (userId === 'maria' ? 'Мария Орлова' : undefined))).toBe(
    'Александр добавил(а) в группу: Мария Орлова',
  );
});

it.each([
  ['عمر الخيام', '\u2068عمر الخيام\u2069'],
  ['שלום', '\u2068שלום\u2069'],
  ['обо\u202eрот', 'оборот'],
])('the name %s turns nothing around it', (name, shown) => {
  const line: ServiceLine = { event: 'left', actor: { userId: 'x', name } };
  expect(words(line)).toBe(`${shown} покинул(а) группу`);
});
