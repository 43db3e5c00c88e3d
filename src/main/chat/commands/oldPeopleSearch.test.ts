import { expect, test } from 'vitest';
import { parseNameQuery } from '../../../shared/search/nameMatch.ts';
import { oldSearchPatterns } from './oldPeopleSearch.ts';

const asked = (query: string, name: string) => {
  const { written, sounding } = oldSearchPatterns(parseNameQuery(query));
  return [written, sounding].map((pattern) => pattern !== null && new RegExp(pattern, 'i').test(name));
};

test('the longest word is asked for, as it tells most apart (S11.5)', () => {
  expect(oldSearchPatterns(parseNameQuery('а волков')).written).toContain('волков');
});

test.each([
  ['елкина', 'Ёлкина', true],
  ['елкина', 'Ёлкина'.normalize('NFD'), true],
  ['андрей', 'Андрей'.normalize('NFD'), true],
  ['[c++]', 'Отдел C++', true],
  ['89771234567', '79771234567', true],
  ['8977', '79771234567', true],
  ['djkrjd', 'Волков', true],
  ['олег', 'Ольга', false],
])('«%s» asks for «%s»: %s (S11.5, P3.3)', (query, name, written) => {
  expect(asked(query, name)[0]).toBe(written);
});

test.each([
  ['yuliya', 'Юлия'],
  ['khabarov', 'Хабаров'],
  ['мария', 'Lopez, Maria'],
  ['shchukin', 'Артём Щукин'],
])('«%s» asks for those who sound like «%s»', (query, name) => {
  expect(asked(query, name)).toEqual([false, true]);
});
