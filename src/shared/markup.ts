/**
 * The small markup people type: *bold*, **bold**, _italic_, `code`, ```blocks``` and links. The one reading of a message's
 * text, whoever shows it; see docs/decisions/0014-emphasis.md.
 */

import { splitLanguage } from './codeLanguage.ts';
import type { Mention } from './domain.ts';
import { closesBefore, endsWord, isEmphasizable, isSign, opens, opensCode, type Sign } from './emphasis.ts';
import { findLinks, hrefOf, type LinkRange, trimmedEnd } from './links.ts';

export type TextNode =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; userIds: string[] }
  | { kind: 'code'; text: string }
  /** `language`: as it is written after the fence, where that is the name of one. */
  | { kind: 'block'; text: string; language: string | null }
  | { kind: 'bold' | 'italic'; children: TextNode[] };

/** UTF-16 units; longer texts are shown as they are: looking for links and markup would hold up the window. */
const longestMarked = 20_000;

/** A part of a text that means something else than its signs, in UTF-16 units. */
export interface Span {
  kind: 'bold' | 'italic' | 'code' | 'block';
  /** Where the opening marker begins. */
  start: number;
  innerStart: number;
  innerEnd: number;
  /** Behind the closing marker. */
  end: number;
}

interface Marker {
  run: string;
  start: number;
  end: number;
}

/** An address, or the name of somebody. */
type MarkedRange = LinkRange & { userIds?: string[] };

/** What a text is made of, in its order; the whole text is in it but for the markers. `mentions`: where people are named in it. */
export function parseMarkup(text: string, mentions: readonly Mention[] = []): TextNode[] {
  if (text.length > longestMarked) return [{ kind: 'text', text }];
  const links = withMentions(findLinks(text), mentions);
  const spans = findSpans(text, links);
  return nodesOf(text, spans, links);
}

function withMentions(links: LinkRange[], mentions: readonly Mention[]): MarkedRange[] {
  const free = mentions.filter(({ start, end }) =>
    links.every((link) => end <= link.start || start >= link.end),
  );
  return [...links, ...free.map((mention) => ({ ...mention, href: null }))].sort((a, b) => a.start - b.start);
}

/** The text as one would read it out, as for the line under a chat's name. */
export function plainText(text: string): string {
  return plainOf(parseMarkup(text));
}

function plainOf(nodes: TextNode[]): string {
  return nodes
    .map((node) => {
      if ('children' in node) return plainOf(node.children);
      return node.kind === 'block' ? `\n${node.text}\n` : node.text;
    })
    .join('')
    .replace(/^\n+|\n+$/g, '');
}

/** Spans in the order of their starts, never crossing. Shortens links whose last sign closes an emphasis. */
export function findSpans(text: string, links: LinkRange[]): Span[] {
  const markers = [...text.matchAll(/\x60+|\*+|_+|\n/g)].map(
    ({ 0: run, index }): Marker => ({ run, start: index, end: index + run.length }),
  );
  const spans: Span[] = [];
  const openers = new Map<Sign, Marker>();
  let behind = 0;
  let nextLink = 0;
  for (const [index, marker] of markers.entries()) {
    if (marker.start < behind) continue;
    while ((links[nextLink]?.end ?? Number.POSITIVE_INFINITY) <= marker.start) nextLink += 1;
    const around = links[nextLink];
    const link = around && around.start < marker.end ? around : undefined;
    const span = spanAt(text, markers, index, openers, link);
    if (span === null) continue;
    if (link) shorten(text, link, span.innerEnd);
    spans.push(span);
    behind = span.end;
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** The span that this marker closes, or begins where it is code; an emphasis that opens is kept in `openers`. */
function spanAt(
  text: string,
  markers: Marker[],
  index: number,
  openers: Map<Sign, Marker>,
  link: LinkRange | undefined,
): Span | null {
  const marker = markers[index];
  if (!marker) return null;
  const { run, start, end } = marker;
  if (run === '\n') openers.clear();
  if (run.startsWith('`')) return link ? null : codeFrom(text, markers, index);
  if (!isSign(run)) return null;
  const opener = openers.get(run);
  if (opener && closesHere(text, marker, openers, link)) {
    forgetFrom(openers, opener.start);
    if (!isEmphasizable(text.slice(opener.end, start))) return null;
    const kind = run === '_' ? 'italic' : 'bold';
    return { kind, start: opener.start, innerStart: opener.end, innerEnd: start, end };
  }
  const follows = [...openers.values()].some((other) => other.end === start);
  if (!link && opens(text, start, end, follows)) {
    openers.delete(run);
    openers.set(run, marker);
  }
  return null;
}

function closesHere(
  text: string,
  { start, end }: Marker,
  openers: Map<Sign, Marker>,
  link: LinkRange | undefined,
): boolean {
  // Within an address only its last sign can.
  const isLast = link ? /^($|[,;)»])/.test(text.slice(end, link.end)) : endsWord(text, start);
  return isLast && closesBefore(text, end, (run) => isSign(run) && openers.has(run));
}

function forgetFrom(openers: Map<Sign, Marker>, start: number): void {
  for (const [sign, opener] of openers) if (opener.start >= start) openers.delete(sign);
}

function shorten(text: string, link: LinkRange, end: number): void {
  link.end = trimmedEnd(text, link.start, end);
  link.href = hrefOf(text.slice(link.start, link.end));
}

function codeFrom(text: string, markers: Marker[], index: number): Span | null {
  const opening = markers[index];
  if (!opening) return null;
  const isBlock = opening.run.length >= 3;
  if (!isBlock && !opensCode(text, opening.start)) return null;
  for (let next = index + 1; next < markers.length; next += 1) {
    const closing = markers[next];
    if (!closing || (!isBlock && closing.run === '\n')) return null;
    if (!closing.run.startsWith('`')) continue;
    const { length } = closing.run;
    if (isBlock ? length < opening.run.length : length !== opening.run.length) continue;
    if (text.slice(opening.end, closing.start).trim() === '') return null;
    const kind = isBlock ? 'block' : 'code';
    return {
      kind,
      start: opening.start,
      innerStart: opening.end,
      innerEnd: closing.start,
      end: closing.end,
    };
  }
  return null;
}

function nodesOf(text: string, spans: Span[], links: MarkedRange[]): TextNode[] {
  let nextSpan = 0;
  let nextLink = 0;
  return between(0, text.length);

  function between(from: number, to: number): TextNode[] {
    const nodes: TextNode[] = [];
    let position = from;
    for (let span = spans[nextSpan]; span && span.start < to; span = spans[nextSpan]) {
      nextSpan += 1;
      nodes.push(
        ...linked(position, span.kind === 'block' ? lineEndBefore(span.start, position) : span.start),
      );
      nodes.push(nodeOf(span));
      position = span.kind === 'block' && text[span.end] === '\n' ? span.end + 1 : span.end;
    }
    nodes.push(...linked(position, to));
    return nodes;
  }

  /** A block has lines of its own, so the line break beside it would be one too many. */
  function lineEndBefore(start: number, position: number): number {
    return start > position && text[start - 1] === '\n' ? start - 1 : start;
  }

  function nodeOf(span: Span): TextNode {
    const { kind, innerStart, innerEnd } = span;
    if (kind === 'bold' || kind === 'italic') return { kind, children: between(innerStart, innerEnd) };
    while ((links[nextLink]?.start ?? Number.POSITIVE_INFINITY) < span.end) nextLink += 1;
    const inner = text.slice(innerStart, innerEnd);
    if (kind === 'code') return { kind, text: inner.replace(/^ (?=\x60)|(?<=\x60) $/g, '') };
    return { kind, ...splitLanguage(inner) };
  }

  function linked(from: number, to: number): TextNode[] {
    const nodes: TextNode[] = [];
    let position = from;
    for (let link = links[nextLink]; link && link.start < to; link = links[nextLink]) {
      nextLink += 1;
      const { start, end, href, userIds } = link;
      const inner = text.slice(start, end);
      if (href === null && userIds === undefined) continue;
      if (start > position) nodes.push({ kind: 'text', text: text.slice(position, start) });
      if (userIds !== undefined) nodes.push({ kind: 'mention', text: inner, userIds });
      else if (href !== null) nodes.push({ kind: 'link', text: inner, href });
      position = end;
    }
    if (position < to) nodes.push({ kind: 'text', text: text.slice(position, to) });
    return nodes;
  }
}
