/** What the DOM's keyboard events and Electron's `before-input-event` both say of a key. */
export interface PressedKey {
  key: string;
  code: string;
}

/** The signs of a US keyboard by the place of their keys. */
const signs: Record<string, string> = {
  Backquote: '`',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/** Latin of any kind is what is printed on a key, and so are signs and digits. */
const printed = /^[\p{Script=Latin}\p{P}\p{S}\d]$/u;

function atPlace(code: string): string | undefined {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? signs[code];
}

/**
 * A key as shortcuts name it: the Latin letter, digit or sign that is printed on it, in lower case. Keys of other alphabets
 * are named by what a US keyboard has in their place; «Enter», «F6» and the like by themselves.
 */
export function keyMeaning({ key, code }: PressedKey): string {
  if (!/^.$/u.test(key)) return key;
  // Cyrillic and Hebrew layouts have their full stop where the slash is, and no slash of their own without Shift.
  const isPrinted = printed.test(key) && !(code === 'Slash' && key === '.');
  return (isPrinted ? undefined : atPlace(code)) ?? key.toLowerCase();
}
