import { expect, it } from 'vitest';
import { avatarHue, avatarHues, initials } from './names.ts';

it.each([
  ['Александр Петров', 'АП'],
  ['мария', 'М'],
  ['Ольга Ёлкина 🌲', 'ОЁ'],
  ['Проект «Север-1»', 'ПС'],
  ['👩‍🚀 Космос', 'К'],
  ['👩‍🚀', '👩‍🚀'],
  ['   ', ''],
])('initials of «%s» are «%s»', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

it('gives an id the same colour every time', () => {
  expect(avatarHue('usr_12345678')).toBe(avatarHue('usr_12345678'));
  for (const id of ['', 'a', 'usr_zzzzzzzz', 'dlg_😀']) {
    expect(avatarHue(id)).toBeGreaterThanOrEqual(0);
    expect(avatarHue(id)).toBeLessThan(avatarHues);
  }
});
