/** What counts as the text of a message, the same at every place that looks at it. */

/** UTF-16 units, after cleaning. */
export const maximumMessageLength = 10_000;

/**
 * Anything a reader can see. Spaces, controls and what Unicode calls default ignorable (zero-width ones, fillers, bidi
 * marks) are not, nor is the blank Braille pattern.
 */
const visible = /[^\s\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u;

export function isBlank(text: string): boolean {
  return !visible.test(text);
}

/** Lines with nothing but white space, at the beginning. */
const blankLines = /^(?:[^\S\n]*\n)+/;

/** What some editors write before a text. */
const byteOrderMark = /^\ufeff+/;

/**
 * Well-formed (a lone surrogate would come back as another character), without NUL, with plain line ends, without blank
 * lines around it and without white space at its end. The first line keeps its indentation: it may be code.
 */
export function cleanText(text: string): string {
  const plain = text.toWellFormed().replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
  return plain.trimEnd().replace(blankLines, '').replace(byteOrderMark, '');
}
