import { expect, it } from 'vitest';
import { profileNameOf } from './profileName.ts';

it.each([
  ['Работа', 'rabota'],
  ['Моя работа', 'moya-rabota'],
  ['Щёлково-2', 'shchelkovo-2'],
  ['  Café №5 ', 'cafe-5'],
  ['../../etc', 'etc'],
  ['---', ''],
  ['日本', ''],
  ['🙂', ''],
  ['', ''],
  ['a'.repeat(50), 'a'.repeat(32)],
  [`${'a'.repeat(31)} b`, 'a'.repeat(31)],
])('%j becomes %j', (typed, name) => {
  expect(profileNameOf(typed)).toBe(name);
});
