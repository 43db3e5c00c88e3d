import type { MouseEvent, ReactNode } from 'react';
import type { Mention } from '../../shared/domain.ts';
import { parseMarkup, type TextNode } from '../../shared/markup.ts';
import { isOnlyEmoji } from '../format/emoji.ts';
import { send } from '../state/bridge.ts';
import { MentionedName } from './MentionedName.tsx';

function open(event: MouseEvent<HTMLAnchorElement>) {
  event.preventDefault();
  send('openLink', { url: event.currentTarget.href });
}

function nodesOf(nodes: TextNode[]): ReactNode[] {
  // Nothing in a text ever moves: its place is its identity.
  let place = 0;
  return nodes.map((node) => {
    place += 1;
    return <Part key={place} node={node} />;
  });
}

/** Text as React nodes: links, names and the markup of `parseMarkup`, nothing else. */
function Part({ node }: { node: TextNode }) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'bold':
      return <strong className="font-semibold">{nodesOf(node.children)}</strong>;
    case 'italic':
      return <em className="italic">{nodesOf(node.children)}</em>;
    case 'code':
      return <code className="rounded bg-hover px-1 font-mono text-[0.875em]">{node.text}</code>;
    case 'block':
      return (
        <code
          data-language={node.language ?? undefined}
          className="code-block my-1 block rounded-lg bg-hover px-2.5 py-1.5 font-mono text-[0.8125rem]"
        >
          {node.text}
        </code>
      );
    case 'mention':
      return <MentionedName text={node.text} userIds={node.userIds} />;
    case 'link':
      return (
        <a
          href={node.href}
          title={node.href}
          onClick={open}
          onAuxClick={(event) => event.preventDefault()}
          className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {node.text}
        </a>
      );
    default:
      return node satisfies never;
  }
}

export function MessageText({ text, mentions }: { text: string; mentions?: Mention[] | undefined }) {
  return (
    <span
      data-testid="message-text"
      className={
        isOnlyEmoji(text)
          ? 'text-4xl leading-tight whitespace-pre-wrap'
          : 'whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate]'
      }
    >
      {nodesOf(parseMarkup(text, mentions))}
    </span>
  );
}
