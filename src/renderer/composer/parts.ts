import { findSpans, type Span } from '../../shared/markup.ts';
import { cleanText, isBlank, maximumMessageLength } from '../../shared/messageText.ts';

/** One of the messages that a long text is sent as. */
export interface Part {
  text: string;
  /** What is still to be sent when this one is next. */
  rest: string;
}

/** Leaves a block of code open at the end of a part, and opens it again in the next one. */
const fence = '```';
/** With the language, which has to be said again. */
const opening = /```[\w+#.-]{0,20}\n/y;
/** The longest of those; less than that of a block at the end of a part would be read as its language. */
const longestOpening = 24;

/** Below this share of the room a better place to cut would make parts of a few words. */
const leastFilled = 0.5;

/** A text with what must not be torn in it. */
interface Whole {
  text: string;
  characters: Intl.Segments;
  blocks: Span[];
  /** Code within a line. */
  codes: Span[];
}

/**
 * A text as messages of at most `limit` UTF-16 units (128 or more), in order: cut between lines, else between words, else
 * between whole characters. A block of code that goes over a cut is closed and opened again.
 */
export function splitText(text: string, limit = maximumMessageLength): Part[] {
  const whole = measure(cleanText(text));
  const parts: Part[] = [];
  let start = 0;
  while (start < whole.text.length) {
    const reopened = openingOf(whole, around(whole.blocks, start));
    const rest = reopened + whole.text.slice(start);
    const room = limit - reopened.length - `\n${fence}`.length;
    const end = rest.length <= limit ? whole.text.length : cutAt(whole, start, start + room);
    const closing = whole.text[end - 1] === '\n' ? fence : `\n${fence}`;
    const cut = reopened + whole.text.slice(start, end) + (around(whole.blocks, end) ? closing : '');
    const part = cleanText(cut);
    if (!isBlank(part)) parts.push({ text: part, rest });
    start = nextStart(whole, end);
  }
  return parts;
}

function measure(text: string): Whole {
  const spans = findSpans(text, []);
  return {
    text,
    characters: new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text),
    blocks: spans.filter(({ kind }) => kind === 'block'),
    codes: spans.filter(({ kind }) => kind === 'code'),
  };
}

/** The one that a cut here would tear. */
function around(spans: Span[], position: number): Span | undefined {
  return spans.find(({ start, end }) => start < position && position < end);
}

/** How a block begins; empty without one. */
function openingOf({ text }: Whole, block: Span | undefined): string {
  if (!block) return '';
  opening.lastIndex = block.start;
  return opening.exec(text)?.[0] ?? `${fence}\n`;
}

/** Where the part ends that begins at `start` and has room until `limit`. */
function cutAt(whole: Whole, start: number, limit: number): number {
  const { text, characters, blocks, codes } = whole;
  const least = start + Math.ceil((limit - start) * leastFilled);
  const cut =
    lineEndBefore(text, least, limit) ??
    wordEndBefore(text, least, limit, characters) ??
    characterEndBefore(text, start, limit, characters);
  const code = around(codes, cut);
  if (code && code.end <= limit) return code.end;
  if (code && code.start > start) return code.start;
  const block = around(blocks, cut);
  if (!block) return cut;
  // The room that was left for closing the block takes its own end.
  if (cut >= block.innerEnd) return block.end;
  return block.start > start && cut - block.start <= longestOpening ? block.start : cut;
}

function lineEndBefore(text: string, least: number, limit: number): number | null {
  const end = text.lastIndexOf('\n', limit - 1) + 1;
  return end > least ? end : null;
}

function wordEndBefore(text: string, least: number, limit: number, characters: Intl.Segments): number | null {
  for (let end = limit; end > least; end -= 1) {
    const isBetweenWords = /\s/.test(text[end] ?? '') || /\s/.test(text[end - 1] ?? '');
    // A space may carry marks, and is then no place to cut.
    if (isBetweenWords && characters.containing(end)?.index === end) return end;
  }
  return null;
}

/** Of a single character that is longer than a message at least no code point is torn. */
function characterEndBefore(text: string, start: number, limit: number, characters: Intl.Segments): number {
  const before = characters.containing(limit)?.index ?? start;
  if (before > start) return before;
  return /[\udc00-\udfff]/.test(text[limit] ?? '') ? limit - 1 : limit;
}

/** A space between words goes with the cut; a line keeps its indentation, and code every space. */
function nextStart({ text, characters, blocks }: Whole, end: number): number {
  if (text[end - 1] === '\n' || around(blocks, end)) return end;
  let start = end;
  for (;;) {
    const character = characters.containing(start)?.segment;
    if (character === undefined || character === '\n' || character.trim() !== '') return start;
    start += character.length;
  }
}
