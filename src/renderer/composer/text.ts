/** The server's limit; `limits.test.ts` holds it against the contract, which cannot be imported here without zod. */
export const maximumLength = 10_000;
/** From here on a counter shows. */
export const counterFrom = 9_500;

/** White space, zero-width and other invisible characters only: nothing to send. */
export function isBlank(text: string): boolean {
  return !/[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/u.test(text);
}

/** What is sent: without the white space around it. */
export function cleanText(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}

export type TextProblem = 'messageEmpty' | 'messageTooLong';

export function checkText(text: string): TextProblem | null {
  if (isBlank(text)) return 'messageEmpty';
  return cleanText(text).length > maximumLength ? 'messageTooLong' : null;
}

/** Text that could not be sent goes back in front of what was written meanwhile. */
export function restoreText(unsent: string, current: string): string {
  return current === '' ? unsent : `${unsent}\n${current}`;
}
