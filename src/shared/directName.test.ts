import { expect, it } from 'vitest';
import { directName, isDirectName } from './directName.ts';

it.each(['Мария', '', ' ', 'Диалог с Марией', '👋'])('a dialog with «%s» is known by its name', (peer) => {
  expect(isDirectName(directName(peer))).toBe(true);
});

it.each(['', 'Диалог', 'Диалог со всеми', 'диалог с Марией', ' Диалог с Марией', 'О Диалог с '])(
  '«%s» may be a group',
  (name) => {
    expect(isDirectName(name)).toBe(false);
  },
);
