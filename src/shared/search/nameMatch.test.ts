import { expect, it } from 'vitest';
import { parseNameQuery, placesInName, rankName } from './nameMatch.ts';

const rank = (name: string, query: string, phone: string | null = null) =>
  rankName(name, phone, parseNameQuery(query));
const marked = (name: string, query: string) =>
  placesInName(name, parseNameQuery(query)).map(({ start, end }) => name.slice(start, end));

it.each([
  ['Андрей Волков', 'волков андрей'],
  ['Андрей Волков', 'анд вол'],
  ['Андрей'.normalize('NFD'), 'андрей'],
  ['Пост 1 (охрана)', '(охрана)'],
  ['Пост 1 (охрана)', 'охрана'],
  ['Комната 7', 'комната 7'],
  ['Анна-Мария Штайн', 'мария шт'],
  ["Шинейд О'Коннор", 'оконнор'],
  ['Шинейд О’Коннор', "о'коннор"],
  ["Шинейд О'Коннор", 'коннор'],
  ['Ольга Ёлкина 🌲', 'елкина 🌲'],
  ['Отдел C++', 'c++'],
])('«%s» is found as «%s»', (name, query) => {
  expect(rank(name, query)).toBe(0);
});

it.each([
  ['Мария', 'mariya'],
  ['Мария', 'maria'],
  ['Мария', 'marija'],
  ['Александр', 'aleksandr'],
  ['Александр', 'alexandr'],
  ['Юлия', 'yuliya'],
  ['Юлия', 'julia'],
  ['Юлия', 'iuliia'],
  ['Щукин', 'shchukin'],
  ['Щукин', 'schukin'],
  ['Щукин', 'shc'],
  ['Артём', 'artyom'],
  ['Артем', 'artem'],
  ['Фёдор', 'fyodor'],
  ['Соловьёв', 'solovyov'],
  ['Соловьёв', 'soloviev'],
  ['Екатерина', 'yekaterina'],
  ['Евгений', 'evgeny'],
  ['Дмитрий', 'dmitry'],
  ['Дмитрий', 'dmitrij'],
  ['Сергей', 'sergey'],
  ['Жуков', 'zhukov'],
  ['Надежда', 'nadejda'],
  ['Хабаров', 'khabarov'],
  ['Цой', 'tsoy'],
  ['Ксения', 'xenia'],
  ['Чайковский', 'tchaikovsky'],
  ['Наталья', 'natalya'],
  ['Вячеслав', 'vyacheslav'],
  ['Шмидт', 'schmidt'],
  ['Юрий', 'yuri'],
  ['Maria Lopez', 'мария'],
  ['Victor', 'виктор'],
])('«%s» is spelt «%s»', (name, query) => {
  expect(rank(name as string, query as string)).toBe(1);
});

it.each([
  ['Мария', 'Vfhbz'],
  ['Мария', 'vfh'],
  ['Юлия', '.kbz'],
  ['Жуков', ';erjd'],
  ['Хабаров', '[f,fhjd'],
  ['Привет', 'ghbdtn'],
  ['Волков Андрей', 'fylhtq волков'],
  ['Maria Lopez', 'Ьфкшф'],
  ['Обьём', 'j,m`v'],
])('«%s» comes out of «%s»', (name, query) => {
  expect(rank(name, query)).toBe(2);
});

it.each([
  ['+7 977 777-77-77', 0],
  ['8 (977) 777 77 77', 0],
  ['9777777777', 0],
  ['7777', 0],
  ['77 77', 0],
  ['8977', 0],
  ['волков +7 977 777-77-77', 0],
  ['89777777777 андр', 0],
  ['петров +7 977 777-77-77', null],
  ['7', null],
  ['777', null],
  ['комната 7', null],
  ['9778', null],
])('the phone of «%s»', (query, expected) => {
  expect(rank('Андрей Волков', query, '79777777777')).toBe(expected);
});

it.each([
  ['Андрей Волков', 'олков'],
  ['Андрей Волков', 'андрей волкова'],
  ['Андрей Волков', '('],
  ['Андрей Волков', '\0'],
  ['Анна', 'f'],
])('«%s» is not meant by «%s»', (name, query) => {
  expect(rank(name, query)).toBeNull();
});

it('an empty query means everybody', () => {
  expect(rank('Анна', ' ')).toBe(0);
});

it('shows what was found', () => {
  expect(marked('Андрей Волков', 'вол')).toEqual(['Вол']);
  expect(marked('Мария Соколова', 'mariya')).toEqual(['Мария']);
  expect(marked('Мария Соколова', 'Vfhb')).toEqual(['Мари']);
  expect(marked('Артём', 'арте')).toEqual(['Артё']);
});
