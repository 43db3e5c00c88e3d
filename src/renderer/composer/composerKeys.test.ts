import { expect, it } from 'vitest';
import { actionOf } from './composerKeys.ts';

const key = (changes: Partial<Parameters<typeof actionOf>[0]>) => ({
  key: '',
  code: '',
  keyCode: 0,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  ...changes,
});

it.each([
  [{ key: 'Enter' }, 'enter', 'send'],
  [{ key: 'Enter', shiftKey: true }, 'enter', null],
  [{ key: 'Enter', ctrlKey: true }, 'enter', 'send'],
  [{ key: 'Enter' }, 'controlEnter', null],
  [{ key: 'Enter', ctrlKey: true }, 'controlEnter', 'send'],
  [{ key: 'Enter', metaKey: true }, 'controlEnter', 'send'],
  [{ key: 'Enter', isComposing: true }, 'enter', null],
  [{ key: 'Enter', keyCode: 229 }, 'enter', null],
  [{ key: 'и', code: 'KeyB', ctrlKey: true }, 'enter', 'bold'],
  [{ key: 'ш', code: 'KeyI', ctrlKey: true }, 'enter', 'italic'],
  [{ key: 'Ь', code: 'KeyM', ctrlKey: true, shiftKey: true }, 'enter', 'code'],
  [{ key: 'a', code: 'KeyA' }, 'enter', null],
  // Dvorak: what is copied with Ctrl stands where others have the I.
  [{ key: 'c', code: 'KeyI', ctrlKey: true }, 'enter', null],
  [{ key: 'i', code: 'KeyG', ctrlKey: true }, 'enter', 'italic'],
  [{ key: 'b', code: 'KeyN', ctrlKey: true }, 'enter', 'bold'],
  [{ key: 'M', code: 'KeyM', ctrlKey: true, shiftKey: true }, 'enter', 'code'],
  // French: the comma stands where others have the M.
  [{ key: '?', code: 'KeyM', ctrlKey: true, shiftKey: true }, 'enter', null],
  [{ key: 'PageUp', code: 'PageUp' }, 'enter', 'pageUp'],
  [{ key: 'PageDown', code: 'Numpad3' }, 'enter', 'pageDown'],
  [{ key: 'PageDown', code: 'PageDown', shiftKey: true }, 'enter', null],
] as const)('%j when %s sends', (changes, sendKey, expected) => {
  expect(actionOf(key(changes), false, sendKey)).toBe(expected);
});

it('goes to the last message from an empty field only', () => {
  expect(actionOf(key({ key: 'ArrowUp' }), true, 'enter')).toBe('lastMessage');
  expect(actionOf(key({ key: 'ArrowUp' }), false, 'enter')).toBeNull();
});

it('goes to either end of the messages from an empty field, and of the text in another', () => {
  const ends = (isEmpty: boolean) =>
    ['Home', 'End'].map((name) => actionOf(key({ key: name, ctrlKey: true }), isEmpty, 'enter'));
  expect(ends(true)).toEqual(['oldest', 'newest']);
  expect(ends(false)).toEqual([null, null]);
});
