import { expect, it } from 'vitest';
import { keyMeaning } from './keyMeaning.ts';

/** Keys as Chromium reports them, by layout: code, key, meaning. */
const recorded: Record<string, [code: string, key: string, meaning: string][]> = {
  US: [
    ['KeyB', 'b', 'b'],
    ['KeyB', 'B', 'b'],
    ['Slash', '/', '/'],
    ['Comma', ',', ','],
    ['Minus', '-', '-'],
    ['Digit0', '0', '0'],
    ['Period', '.', '.'],
  ],
  Russian: [
    ['KeyB', 'и', 'b'],
    ['KeyI', 'Ш', 'i'],
    ['Comma', 'б', ','],
    ['Slash', '.', '/'],
    ['Slash', ',', ','],
    ['BracketLeft', 'х', '['],
    ['Minus', '-', '-'],
    ['Equal', '=', '='],
    ['Backslash', '/', '/'],
    ['Digit3', '№', '№'],
  ],
  Ukrainian: [
    ['KeyI', 'ш', 'i'],
    ['KeyS', 'і', 's'],
    ['BracketRight', 'ї', ']'],
    ['Slash', '.', '/'],
  ],
  Greek: [
    ['KeyB', 'β', 'b'],
    ['Comma', ',', ','],
  ],
  Hebrew: [
    ['KeyK', 'ל', 'k'],
    ['Comma', 'ת', ','],
    ['Slash', '.', '/'],
  ],
  German: [
    ['Slash', '-', '-'],
    ['Digit7', '/', '/'],
    ['BracketRight', '+', '+'],
    ['Minus', 'ß', 'ß'],
    ['Equal', 'Dead', 'Dead'],
    ['KeyY', 'z', 'z'],
    ['Backslash', '#', '#'],
  ],
  French: [
    ['KeyQ', 'a', 'a'],
    ['Digit6', '-', '-'],
    ['Digit0', 'à', 'à'],
    ['Semicolon', 'm', 'm'],
    ['KeyM', ',', ','],
    ['Period', ':', ':'],
  ],
  Dvorak: [
    ['KeyI', 'c', 'c'],
    ['KeyC', 'j', 'j'],
    ['KeyG', 'i', 'i'],
    ['KeyN', 'b', 'b'],
    ['Slash', 'z', 'z'],
    ['BracketLeft', '/', '/'],
    ['KeyW', ',', ','],
    ['Quote', '-', '-'],
    ['Minus', '[', '['],
    ['Comma', 'w', 'w'],
  ],
  any: [
    ['Enter', 'Enter', 'Enter'],
    ['F6', 'F6', 'F6'],
    ['Numpad8', 'ArrowUp', 'ArrowUp'],
    ['NumpadAdd', '+', '+'],
    ['Space', ' ', ' '],
    ['', 'Process', 'Process'],
    ['IntlBackslash', 'ё', 'ё'],
  ],
};

for (const [layout, keys] of Object.entries(recorded))
  it.each(keys)(`${layout}: %s with %s means %s`, (code, key, meaning) => {
    expect(keyMeaning({ code, key })).toBe(meaning);
  });
