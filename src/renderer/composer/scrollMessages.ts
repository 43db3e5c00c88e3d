import { askToJumpToNewest } from '../state/view.ts';

export type MessageScroll = 'pageUp' | 'pageDown' | 'oldest' | 'newest';

/** Pixels of the page before that stay in sight. */
const kept = 48;

/** Scrolls the messages from outside of them. */
export function scrollMessages(scroll: MessageScroll): void {
  const feed = document.querySelector<HTMLElement>('[role="feed"]');
  if (!feed) return;
  const page = Math.max(kept, feed.clientHeight - kept);
  if (scroll === 'pageUp') feed.scrollBy({ top: -page });
  else if (scroll === 'pageDown') feed.scrollBy({ top: page });
  else if (scroll === 'oldest') feed.scrollTo({ top: 0 });
  else askToJumpToNewest();
}
