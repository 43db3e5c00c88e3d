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

/** Well-formed (a lone surrogate would come back as another character), without NUL and without white space around it. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replaceAll('\r\n', '\n').trim();
}
