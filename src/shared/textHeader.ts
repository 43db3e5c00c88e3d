/**
 * What a message answers, and whom it was forwarded from, for servers that may forget meta: a line above the text that anybody
 * reads as plain words, and that ends in a mark which names the same for programs (S18.7). The mark is made of Unicode's tag
 * characters, which are not drawn: nobody types them, so that no line of a person is ever taken for one of these.
 */
import type { Forwarded } from './domain.ts';
import { isBlank, maximumMessageLength } from './messageText.ts';

export interface TextHeader {
  /** The message without the line. */
  text: string;
  told: { replyTo: string } | { forwarded: Forwarded };
}

const tags = 0xe0000;
const end = '\u{e007f}';
/** No mark is longer: a search without a bound would take quadratic time. */
const marked = /^> ([^\n]*?)([\u{e0020}-\u{e007e}]{1,120})\u{e007f}\n(.*)$/su;

/** An id that a mark can hold. */
const markable = /^[!-~]{1,64}$/;
const unknown = '-';

/** `author` and `excerpt` are of the original; the text alone where there is no room for more. */
export function withReply(
  text: string,
  { id, author, excerpt }: { id: string; author: string; excerpt: string },
): string {
  if (!markable.test(id)) return text;
  return withLine(`${author === '' ? '' : `${author}: `}${excerpt}`, `reply ${id}`, text);
}

export function withForwarded(text: string, { senderName, senderId, at }: Forwarded): string {
  const id = senderId !== undefined && markable.test(senderId) ? senderId : unknown;
  return withLine(`${senderName}:`, `forwarded ${id} ${at ?? unknown}`, text);
}

function withLine(words: string, mark: string, text: string): string {
  const line = words.replaceAll(/[\n\r]+/g, ' ').replaceAll(/[\u{e0020}-\u{e007f}]/gu, '');
  const drawn = Array.from(mark, (sign) => String.fromCodePoint(tags + sign.charCodeAt(0))).join('');
  const whole = `> ${line}${drawn}${end}\n${text}`;
  return whole.length > maximumMessageLength ? text : whole;
}

/** null for a text that has no such line. */
export function readHeader(content: string): TextHeader | null {
  const [, line = '', drawn = '', text = ''] = marked.exec(content) ?? [];
  if (isBlank(text)) return null;
  const mark = Array.from(drawn, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? tags) - tags)).join('');
  const [what, id = '', at = ''] = mark.split(' ');
  if (what === 'reply' && markable.test(id)) return { text, told: { replyTo: id } };
  if (what !== 'forwarded') return null;
  const forwarded = {
    senderName: line.replace(/:$/, ''),
    ...(id === unknown ? {} : { senderId: id }),
    ...(at === unknown ? {} : { at: Number(at) }),
  };
  return { text, told: { forwarded } };
}

/** What a person pastes with such a line is their own text all the same. */
export function withoutMark(text: string): string {
  if (readHeader(text) === null) return text;
  return withoutMark(text.replace(marked, '> $1\n$3'));
}
