import { type RefObject, useEffect } from 'react';
import {
  findWhole,
  insideWords,
  type Range as Place,
  parseMessageQuery,
} from '../../shared/search/messageQuery.ts';

/** Names of what `styles.css` paints. */
const foundName = 'found';
const currentName = 'found-current';

/**
 * Marks what a query finds in the messages on screen, the current message's stronger. Painted by the browser over the text
 * as it stands: no row is rendered for it.
 * @param inside an element of the conversation
 */
export function useMarkedMessages(
  inside: RefObject<HTMLElement | null>,
  query: string,
  generous: boolean,
  currentKey: string | null,
): void {
  useEffect(() => {
    const conversation = inside.current?.closest('main');
    const parsed = parseMessageQuery(query, insideWords[generous ? 'generous' : 'usual']);
    if (!conversation || parsed === null || !('highlights' in CSS)) return;
    let frame: number | null = null;

    function mark(): void {
      frame = null;
      const found = new Highlight();
      const current = new Highlight();
      current.priority = 1;
      for (const article of conversation?.querySelectorAll<HTMLElement>('article[data-message-key]') ?? []) {
        const isCurrent = article.dataset['messageKey'] === currentKey;
        for (const range of rangesIn(article, (text) => (parsed === null ? [] : findWhole(text, parsed))))
          (isCurrent ? current : found).add(range);
      }
      CSS.highlights.set(foundName, found);
      CSS.highlights.set(currentName, current);
    }

    const observer = new MutationObserver(() => {
      frame ??= requestAnimationFrame(mark);
    });
    observer.observe(conversation, { childList: true, subtree: true, characterData: true });
    mark();
    return () => {
      observer.disconnect();
      if (frame !== null) cancelAnimationFrame(frame);
      CSS.highlights.delete(foundName);
      CSS.highlights.delete(currentName);
    };
  }, [inside, query, generous, currentKey]);
}

/** Where a message's text is found, also across the borders of links and emphasis. */
function rangesIn(article: HTMLElement, find: (text: string) => Place[]): Range[] {
  const root = article.querySelector('[data-testid="message-text"]');
  if (root === null) return [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { node: Node; start: number }[] = [];
  let text = '';
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    nodes.push({ node, start: text.length });
    text += node.nodeValue ?? '';
  }
  return find(text).map((place) => {
    const range = document.createRange();
    const first = nodes.findLast(({ start }) => start <= place.start);
    const last = nodes.findLast(({ start }) => start < place.end);
    if (first) range.setStart(first.node, place.start - first.start);
    if (last) range.setEnd(last.node, place.end - last.start);
    return range;
  });
}
