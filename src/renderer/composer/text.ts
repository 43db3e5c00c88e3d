import { cleanText, isBlank, maximumMessageLength } from '../../shared/messageText.ts';

/** The counter shows when no more characters than this are left. */
export const counterFrom = 500;

export type TextProblem = 'messageEmpty' | 'messageTooLong';

export function checkText(text: string): TextProblem | null {
  if (isBlank(text)) return 'messageEmpty';
  return cleanText(text).length > maximumMessageLength ? 'messageTooLong' : null;
}

/** Text that could not be sent goes back in front of what was written meanwhile. */
export function restoreText(unsent: string, current: string): string {
  return current === '' ? unsent : `${unsent}\n${current}`;
}
