/** The small markup people type: *bold*, **bold**, _italic_, `code` and ```blocks```. Positions only; the text stays whole. */

export interface Span {
  kind: 'bold' | 'italic' | 'code' | 'block';
  /** Where the opening marker begins. */
  start: number;
  innerStart: number;
  innerEnd: number;
  /** Behind the closing marker. */
  end: number;
}

export interface Range {
  start: number;
  end: number;
}

const wordCharacter = /[\p{L}\p{N}]/u;
const marker = /```|`|\*+|_+|\n/g;

/** Of spans in spans. */
const deepest = 2;

interface Opener {
  sign: string;
  start: number;
  innerStart: number;
}

/**
 * Spans in the order of their starts, never crossing. Markers count at the borders of words only, within one line, and
 * not inside of `literal` ranges, such as links. One pass over the text.
 */
export function findSpans(text: string, literal: readonly Range[]): Span[] {
  const spans: Span[] = [];
  const openers: Opener[] = [];
  const isLiteral = createRangeCheck(literal);
  let behind = 0;
  for (const { 0: sign, index: start } of text.matchAll(marker)) {
    if (start < behind || isLiteral(start, start + sign.length)) continue;
    if (sign === '\n') openers.length = 0;
    const span = sign.startsWith('`') ? codeFrom(text, start, sign) : emphasisAt(text, start, sign, openers);
    if (span === null) continue;
    spans.push(span);
    behind = span.end;
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** For positions that only grow. */
function createRangeCheck(ranges: readonly Range[]): (start: number, end: number) => boolean {
  let next = 0;
  return (start, end) => {
    while ((ranges[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return (ranges[next]?.start ?? Number.POSITIVE_INFINITY) < end;
  };
}

/** The span that this marker closes; one that opens is kept in `openers`. */
function emphasisAt(text: string, start: number, sign: string, openers: Opener[]): Span | null {
  const end = start + sign.length;
  if (!['*', '**', '_'].includes(sign)) return null;
  const opener = openers.findLast((candidate) => candidate.sign === sign);
  if (opener && opener.innerStart < start && closes(text, start, end)) {
    openers.length = openers.indexOf(opener);
    const kind = sign === '_' ? 'italic' : 'bold';
    return { kind, start: opener.start, innerStart: opener.innerStart, innerEnd: start, end };
  }
  if (openers.length < deepest && opens(text, start, end)) openers.push({ sign, start, innerStart: end });
  return null;
}

/** The text as one would read it out, as for the line under a chat's name. */
export function withoutMarkers(text: string): string {
  const markers = findSpans(text, []).flatMap(({ start, innerStart, innerEnd, end }) => [
    { start, end: innerStart },
    { start: innerEnd, end },
  ]);
  let plain = '';
  let position = 0;
  for (const { start, end } of markers.sort((a, b) => a.start - b.start)) {
    plain += text.slice(position, start);
    position = end;
  }
  return plain + text.slice(position);
}

function codeFrom(text: string, start: number, sign: string): Span | null {
  const innerStart = start + sign.length;
  const innerEnd = text.indexOf(sign, innerStart);
  const inner = innerEnd < 0 ? '' : text.slice(innerStart, innerEnd);
  const isBlock = sign === '```';
  if (inner.trim() === '' || (!isBlock && inner.includes('\n'))) return null;
  return { kind: isBlock ? 'block' : 'code', start, innerStart, innerEnd, end: innerEnd + sign.length };
}

function opens(text: string, start: number, end: number): boolean {
  return !wordCharacter.test(text[start - 1] ?? '') && /\S/.test(text[end] ?? '');
}

function closes(text: string, start: number, end: number): boolean {
  return /\S/.test(text[start - 1] ?? '') && !wordCharacter.test(text[end] ?? '');
}
