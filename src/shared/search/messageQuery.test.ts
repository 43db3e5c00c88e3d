import { expect, it } from 'vitest';
import { foldWithPlaces, placesInText } from './foldText.ts';
import { findInFolded, insideWords, parseMessageQuery } from './messageQuery.ts';

function found(text: string, query: string, insideFrom: number = insideWords.usual): string[] | null {
  const parsed = parseMessageQuery(query, insideFrom);
  const folded = foldWithPlaces(text);
  const ranges = parsed && findInFolded(folded.folded, parsed);
  return ranges && placesInText(folded, ranges).map(({ start, end }) => text.slice(start, end));
}

it.each([
  ['Купим ёлку', 'елка', ['ёлку']],
  ['Ёлки стоят', 'елка', ['Ёлки']],
  ['Нет ёлок', 'елка', ['ёлок']],
  ['новая ёлка', 'ёлок', ['ёлка']],
  ['два перечня', 'перечень', ['перечня']],
  ['все скидки', 'скидок', ['скидки']],
  ['Электрокабель', 'кабель', ['кабель']],
  ['моток электрокабелей', 'кабель', ['кабелей']],
  ['интернет-магазины', 'интернет-магазин', ['интернет-магазины']],
  ['в интернет-магазине', 'интернет-магазины', ['интернет-магазине']],
  ['Выпуск v2.14.0', '2.14', ['2.14']],
  ['пишем на C++ и C#', 'c++', ['C++']],
  ['пишем на C++ и C#', 'C#', ['C#']],
  ['Хорошо 👍🏽', '👍', ['👍']],
  ['❤️ спасибо', '❤', ['❤️']],
  ['100% готово', '100%', ['100%']],
  ['café рядом', 'cafe', ['café']],
  ['Андрей'.normalize('NFD'), 'андрей', ['Андрей'.normalize('NFD')]],
  ['до\u00adго\u00adвор', 'договор', ['до\u00adго\u00adвор']],
  ['«Ромашка»', '“ромашка”', ['Ромашка']],
  ['Пост (охрана)', '(охрана)', ['охрана']],
  ['Ещё про Счёт', 'еще сч', ['Ещё', 'Сч']],
  ['звоните +7 912 345-67-89', '89123456789', ['+7 912 345-67-89']],
  ['звоните 8(912)345 67 89', '+7 912 345-67-89', ['8(912)345 67 89']],
  ['тел. 9123456789', '8 912 345 67 89', ['9123456789']],
  ['тел. 8-912-345-67-89', '6789', ['8-912-345-67-89']],
  ['тел. +7 912 345-67-89', '8912345', ['+7 912 345-67-89']],
  ['тел. +7 912 345-67-89', '345 67 89', ['345', '67', '89']],
  ['+7 912 345-67-89, 8 903 111-22-33', '79031112233', ['8 903 111-22-33']],
  ['Минск: +375 29 123-45-67', '375291234567', ['+375 29 123-45-67']],
  ['Иван, 8 912 345-67-89', 'иван +79123456789', ['Иван', '8 912 345-67-89']],
])('«%s» answers «%s»', (text, query, expected) => {
  expect(found(text, query)).toEqual(expected);
});

it.each([
  ['пересчёт', 'счет'],
  ['сделка', 'елка'],
  ['который', 'от'],
  ['C и плюс', 'C++'],
  ['2114', '2.14'],
  ['гордый', 'город'],
  ['тел. +7 912 345-67-89', '88123456789'],
  ['12 рублей', '123'],
])('«%s» does not answer «%s»', (text, query) => {
  expect(found(text, query)).toBeNull();
});

it('looks inside of words for shorter ones only when asked to', () => {
  expect(found('пересчёт', 'счет', insideWords.generous)).toEqual(['счёт']);
  expect(found('Сбербанк', 'банк', insideWords.generous)).toEqual(['банк']);
  expect(found('который', 'от', insideWords.generous)).toBeNull();
});

it.each(['', '  ', '\u200b', '\u202e\u200d'])('nothing is asked for by %j', (query) => {
  expect(parseMessageQuery(query)).toBeNull();
});
