import { expect, test } from 'vitest';
import { resultSheet } from './sheet.ts';

test('what was seen is text on the page, whatever it is', () => {
  const page = resultSheet(
    {
      scenario: '6',
      title: 'Обрыв',
      ok: false,
      steps: [
        { step: 'первый', expected: '1', seen: '1', ok: true },
        { step: 'второй', expected: '2', seen: '<script>alert("x")</script>', ok: false },
      ],
      pictures: ['qa-6/01.png'],
    },
    { at: new Date(0), version: '1.2.3' },
  );
  expect(page).toContain('Не прошло: 1 из 2');
  expect(page).toContain('src="qa-6/01.png"');
  expect(page).not.toContain('<script>');
  expect(page).toContain('&lt;script&gt;');
});
