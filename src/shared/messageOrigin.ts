/** What a message answers, and whom it was forwarded from, as its meta tells; meta may hold anything (P1.6). */
import type { Forwarded } from './domain.ts';
import { maximumIdLength } from './limits.ts';
import { plainText } from './markup.ts';
import { isBlank } from './messageText.ts';
import { cleanName, maximumPersonName, nameFault } from './names.ts';

/** UTF-16 units of a message that stand above the one that answers it. */
const excerptLength = 160;

/** The wire id of the message that is answered; null: none. */
export function replyToOf({ replyTo }: Record<string, unknown>): string | null {
  return isId(replyTo) ? replyTo : null;
}

export function forwardedOf({ forwarded }: Record<string, unknown>): Forwarded | null {
  if (typeof forwarded !== 'object' || forwarded === null) return null;
  const { senderName, senderId, at } = forwarded as Record<string, unknown>;
  const name = typeof senderName === 'string' ? cleanName(senderName) : '';
  if (nameFault(name, maximumPersonName) !== null) return null;
  return {
    senderName: name,
    ...(isId(senderId) ? { senderId } : {}),
    ...(Number.isSafeInteger(at) ? { at: at as number } : {}),
  };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maximumIdLength;
}

/** The first line with something to see, without signs of markup. */
export function excerptOf(content: string): string {
  const lines = plainText(content.slice(0, 4 * excerptLength)).split('\n');
  const line = lines.find((text) => !isBlank(text))?.trim() ?? '';
  return line.length > excerptLength ? `${withoutHalf(line.slice(0, excerptLength))}…` : line;
}

/** Cut between the halves of a surrogate pair. */
function withoutHalf(text: string): string {
  return text.isWellFormed() ? text : text.replace(/[\ud800-\udbff]$/, '');
}
