import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldText, foldWithPlaces, placesInText } from './foldText.ts';

it.each([
  ['Андрей'.normalize('NFD'), 'андрей'],
  ['ЁЛКА', 'елка'],
  ['е\u0308лка', 'елка'],
  ['йод', 'йод'],
  ['café', 'cafe'],
  ['Łódź', 'łodz'],
  ['до\u00adго\u200bвор\u2060', 'договор'],
  ['\u202eАнна\u202c', 'анна'],
  ['д’Артаньян', "д'артаньян"],
  ['«Ромашка»', '"ромашка"'],
  ['2025—2026', '2025-2026'],
  ['12\u00a0000', '12 000'],
  ['❤\ufe0f', '❤'],
  ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
])('«%s» is searched as «%s»', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

it('folds letter by letter as it folds the whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { folded, starts } = foldWithPlaces(text);
      expect(folded).toBe(foldText(text));
      expect(starts).toHaveLength(folded.length + 1);
      const [whole] = placesInText({ folded, starts }, [{ start: 0, end: folded.length }]);
      if (folded !== '') expect(whole?.end).toBe(text.length);
    }),
  );
});
