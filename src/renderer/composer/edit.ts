/** Edits of a text field that its own undo can take back. */

export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** A longer text cannot be sent as it is, and would keep the field's editor busy line by line for seconds. */
const longestUndoable = 20_000;

/** Replaces the selection; React hears of it as of typing. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  if (text.length > longestUndoable) {
    insertBehind(field, text);
    return;
  }
  // Deprecated, and the only edit that the field's undo knows of.
  const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text);
  if (!done) insertBehind(field, text);
}

/** The same without the focus, which something open above the field may hold. Undo does not know of it. */
export function insertBehind(field: HTMLTextAreaElement, text: string): void {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Makes one undoable edit of what `insertBehind` has put before the caret. */
export function replaceBehind(field: HTMLTextAreaElement, text: string): void {
  const { selectionStart: end } = field;
  field.setRangeText('', end - text.length, end, 'end');
  insertText(field, text);
}

/** The selection in `sign`s, or out of them where it stands in them already; answers what to put where. */
export function toggleSign({ text, start, end }: Selected, sign: string): Selected & { inserted: string } {
  const inner = text.slice(start, end);
  const length = sign.length;
  const before = text.slice(start - length, start);
  const isAround = start >= length && before === sign && text.slice(end, end + length) === sign;
  if (isAround) return { text, start: start - length, end: end + length, inserted: inner };
  const isWithin = inner.length > 2 * length && inner.startsWith(sign) && inner.endsWith(sign);
  return { text, start, end, inserted: isWithin ? inner.slice(length, -length) : `${sign}${inner}${sign}` };
}

export function format(field: HTMLTextAreaElement, sign: string): void {
  const selected = { text: field.value, start: field.selectionStart, end: field.selectionEnd };
  const { start, end, inserted } = toggleSign(selected, sign);
  field.setSelectionRange(start, end);
  insertText(field, inserted);
  // The words stay selected, or the caret comes to stand between the signs.
  const added = inserted.length - (selected.end - selected.start);
  const offset = added === 2 * sign.length ? sign.length : 0;
  const length = added === 2 * sign.length ? selected.end - selected.start : inserted.length;
  field.setSelectionRange(start + offset, start + offset + length);
}

/** All but tabs and line ends. */
const controls = /[^\P{Cc}\t\n]/gu;

/** What comes from elsewhere: whole characters, plain line ends, no control characters. */
export function cleanPasted(text: string): string {
  return withPlainLines(text.toWellFormed()).replaceAll(controls, '');
}

/** As the field itself takes a pasted text. */
export function withPlainLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}
