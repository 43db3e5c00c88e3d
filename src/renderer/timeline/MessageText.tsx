import { tokenize } from 'linkifyjs';
import type { MouseEvent, ReactNode } from 'react';
import { send } from '../state/bridge.ts';
import { findSpans, type Range, type Span } from './markup.ts';

/** Longer texts are shown as they are: looking for links and markup would hold up the window. */
const longestMarked = 20_000;

/** Bare names become links only under domains people mean as such: «README.md» and «main.py» are files. */
const bareLink = /^(www\.|[^/]+\.(ru|рф|su|com|org|net|io|dev|app|pro|info)(?=[/:?#]|$))/i;

function open(event: MouseEvent<HTMLAnchorElement>) {
  event.preventDefault();
  send('openLink', { url: event.currentTarget.href });
}

interface Link extends Range {
  href: string;
}

function findLinks(text: string): Link[] {
  return tokenize(text).flatMap((token) => {
    if (token.t !== 'url') return [];
    const value = token.toString();
    const href = token.toHref('https');
    const linked = /^https?:\/\//i.test(value) || (/^https:/i.test(href) && bareLink.test(value));
    return linked ? [{ start: token.startIndex(), end: token.endIndex(), href }] : [];
  });
}

const spanClass = {
  bold: 'font-semibold',
  italic: 'italic',
  code: 'rounded bg-hover px-1 font-mono text-[0.875em]',
  block: 'my-1 block rounded-lg bg-hover px-2.5 py-1.5 font-mono text-[0.8125rem]',
};
const spanElement = { bold: 'strong', italic: 'em', code: 'code', block: 'code' } as const;

/** Text as React nodes: links and the markup of `findSpans`, nothing else. */
function nodesOf(text: string): ReactNode {
  if (text.length > longestMarked) return text;
  const links = findLinks(text);
  return between(text, 0, text.length, findSpans(text, links), links);
}

function between(text: string, from: number, to: number, spans: Span[], links: Link[]): ReactNode[] {
  const nodes: ReactNode[] = [];
  let position = from;
  for (const span of spans) {
    if (span.start < position || span.end > to) continue;
    nodes.push(...linked(text, position, span.start, links));
    const Element = spanElement[span.kind];
    const literal = span.kind === 'code' || span.kind === 'block';
    const inner = literal
      ? text.slice(span.innerStart, span.innerEnd).replace(/^\n|\n$/g, '')
      : between(text, span.innerStart, span.innerEnd, spans, links);
    nodes.push(
      <Element key={`span ${span.start}`} className={spanClass[span.kind]}>
        {inner}
      </Element>,
    );
    position = span.end;
  }
  return [...nodes, ...linked(text, position, to, links)];
}

function linked(text: string, from: number, to: number, links: Link[]): ReactNode[] {
  const nodes: ReactNode[] = [];
  let position = from;
  for (const { start, end, href } of links) {
    if (start < from || end > to) continue;
    if (start > position) nodes.push(text.slice(position, start));
    nodes.push(
      <a
        key={`link ${start}`}
        href={href}
        title={href}
        onClick={open}
        onAuxClick={(event) => event.preventDefault()}
        className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        {text.slice(start, end)}
      </a>,
    );
    position = end;
  }
  if (position < to) nodes.push(text.slice(position, to));
  return nodes;
}

const segmenter = new Intl.Segmenter();

/** One to three emoji and nothing else: shown large. */
export function isOnlyEmoji(text: string): boolean {
  if (
    text.length > 40 ||
    !/^(\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+$/u.test(text)
  )
    return false;
  return [...segmenter.segment(text.replace(/\s/g, ''))].length <= 3;
}

export function MessageText({ text }: { text: string }) {
  return (
    <span
      data-testid="message-text"
      className={
        isOnlyEmoji(text)
          ? 'text-4xl leading-tight whitespace-pre-wrap'
          : 'whitespace-pre-wrap [overflow-wrap:anywhere]'
      }
    >
      {nodesOf(text)}
    </span>
  );
}
