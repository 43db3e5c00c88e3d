import { tokenize } from 'linkifyjs';
import { Fragment, type MouseEvent, type ReactNode } from 'react';
import { send } from '../state/bridge.ts';

/** Longer texts are shown without links: looking for them would hold up the window. */
const longestLinked = 20_000;

/** Bare names become links only under domains people mean as such: «README.md» and «main.py» are files. */
const bareLink = /^(www\.|[^/]+\.(ru|рф|su|com|org|net|io|dev|app|pro|info)(?=[/:?#]|$))/i;

function open(event: MouseEvent<HTMLAnchorElement>) {
  event.preventDefault();
  send('openLink', { url: event.currentTarget.href });
}

/** Text as React nodes; links are the only markup. */
function linkNodes(text: string): ReactNode {
  if (text.length > longestLinked) return text;
  return tokenize(text).map((token, index) => {
    const value = token.toString();
    const key = `${index}`;
    if (token.t !== 'url') return <Fragment key={key}>{value}</Fragment>;
    const href = token.toHref('https');
    const linked = /^https?:\/\//i.test(value) || (/^https:/i.test(href) && bareLink.test(value));
    if (!linked) return <Fragment key={key}>{value}</Fragment>;
    return (
      <a
        key={key}
        href={href}
        title={href}
        onClick={open}
        onAuxClick={(event) => event.preventDefault()}
        className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        {value}
      </a>
    );
  });
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
      {linkNodes(text)}
    </span>
  );
}
