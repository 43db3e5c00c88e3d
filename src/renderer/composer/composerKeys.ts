import type { KeyboardEvent } from 'react';
import { keyMeaning } from '../../shared/keyMeaning.ts';
import type { Settings } from '../../shared/settings.ts';
import type { MessageScroll } from './scrollMessages.ts';

export type ComposerAction =
  | 'send'
  | 'bold'
  | 'italic'
  | 'code'
  | 'lastMessage'
  | 'replyAbove'
  | 'replyBelow'
  | MessageScroll;

const formats: Record<string, ComposerAction> = { b: 'bold', i: 'italic' };
const pages: Record<string, ComposerAction> = { PageUp: 'pageUp', PageDown: 'pageDown' };
const replies: Record<string, ComposerAction> = { ArrowUp: 'replyAbove', ArrowDown: 'replyBelow' };
/** Elsewhere than in an empty field they move the caret. */
const ends: Record<string, ComposerAction> = { Home: 'oldest', End: 'newest' };

/** What a key in the composer means besides typing; null: typing. */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'keyCode' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'> & {
    isComposing: boolean;
  },
  isEmpty: boolean,
  sendKey: Settings['sendKey'],
): ComposerAction | null {
  // 229 is what Chromium reports for the Enter that ends a composition.
  if (event.isComposing || event.keyCode === 229 || event.altKey) return null;
  const control = event.ctrlKey || event.metaKey;
  if (event.key === 'Enter') {
    const sends = control || (sendKey === 'enter' && !event.shiftKey);
    return sends ? 'send' : null;
  }
  if (control && event.shiftKey && keyMeaning(event) === 'm') return 'code';
  if (control && !event.shiftKey)
    return (
      formats[keyMeaning(event)] ?? replies[event.key] ?? (isEmpty ? ends[event.key] : undefined) ?? null
    );
  if (event.shiftKey) return null;
  if (event.key === 'ArrowUp' && isEmpty) return 'lastMessage';
  return pages[event.key] ?? null;
}
